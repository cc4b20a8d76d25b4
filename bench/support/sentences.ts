const greetings = ['您好', '你好', '在吗', '请问', '麻烦看一下', '着急', '帮帮我', '人工'];
const troubles = [
  '我付款显示失败了，但银行卡已经扣款',
  '转账转错人了，能不能追回来',
  '退款三天了还没有到账',
  '账户被锁定了，登录不上',
  '银行卡绑定一直提示验证失败',
  '提现一直显示处理中',
  '收不到短信验证码',
  '这笔自动扣款我不认识',
  '商家说没有收到我的钱',
  '实名认证通不过，说照片不清楚',
  '红包领了没有进余额',
  '换了手机之后人脸识别过不了',
];
const places = ['超市', '地铁', '外卖', '网店', '停车场', '医院', '加油站', '便利店', '餐厅', '电影院'];
/** What agents say. */
export const answers = [
  '您好，我查一下这一笔，请稍等',
  '已经核实，钱会原路退回您的银行卡，一到三个工作日到账',
  '我已经为您登记，今天之内给您答复',
  '请您在应用里确认身份，我接着为您处理',
  '这一笔银行还没有给结果，到点会自动退回',
];

/** What agents note for each other. */
export const notes = [
  '客户着急，已和清算核对过这一笔',
  '@客服2 银行那边有结果时请回电',
  '证件照片看过，和登记的一致',
];

/** What customers say. */
export const says = greetings.flatMap((greeting) =>
  troubles.flatMap((trouble) => places.map((place) => `${greeting}，${trouble}，在${place}`)),
);
