/**
 * What people build passwords from, by experience with published leaks: English words and names, pinyin phrases, numbers
 * with a meaning in Chinese, keyboard habits. All lower case; variants such as pa55word are found by the caller.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `
  password passwd passw pass word admin administrator root user login welcome letmein master access secret system guest
  test testing tester demo default changeme temp hello test123 love lover iloveyou ilove loveyou loveme lovely forever
  baby babygirl angel princess sunshine monkey dragon tiger eagle lion panda kitty puppy shadow superman batman spider
  spiderman starwars pokemon naruto matrix hunter ranger soldier killer rocket football baseball basketball soccer
  hockey golf tennis liverpool chelsea arsenal barcelona yankees cowboys mustang ferrari porsche mercedes toyota honda
  computer internet google facebook twitter linkedin microsoft windows apple samsung android iphone huawei xiaomi
  alibaba alipay taobao tmall wechat weixin weibo baidu tencent douyin jingdong pinduoduo unionpay paypal money bank
  card credit wallet account summer winter spring autumn monday friday sunday january august december flower cookie
  chocolate banana orange pepper ginger cheese coffee purple yellow silver golden diamond crystal freedom whatever
  trustno donald michael jordan daniel thomas robert andrew joshua matthew jessica ashley amanda nicole charlie george
  buster maggie jennifer michelle anthony william jack james david john peter tony jason kevin lucky happy nothing
  secure security private family friend friends father mother mommy daddy brother sister china chinese beijing shanghai
  guangzhou shenzhen hangzhou america london paris tokyo dearbook tianya renren csdn qwert asdf zxcv qazwsx qazwsxedc
  wsxedc qweasd qweasdzxc asdzxc qwaszx a1b2c3 a1b2c3d4 q1w2e3 q1w2e3r4 q1w2e3r4t5 zaq12wsx 1q2w3e 1q2w3e4r 1q2w3e4r5t
  1qaz2wsx 123qwe 123abc 1a2b3c abc123 aa123456 qq123456 asd123
  woaini aini woaiwo woaiwojia woaini1314 woaizhongguo woaimama woaibaba woaiziji woai wodeai laopo laogong baobei
  qinaide xihuanni wodemima mima zhongguo zhonghua zhongguoren jiayou facai gongxifacai nihao nihaoma xiexie kuaile
  shengrikuaile xingfu pingan jiankang shunli tiantian mingtian jintian xiaoming xiaohong xiaoli xiaobao xiaogou
  xiaomao meimei gege didi jiejie mama baba yeye nainai zhangsan lisi wangwu zhangwei wangwei wangfang liwei lina
  wanglei zhaoliu laoshi xuesheng daxue yinhang zhifu zhifubao qianbao
  520 521 1314 5201314 5211314 1314520 1314521 52013 520520 521521 7758 7758521 7758258 584520 584521 5845201314
  3344520 3344521 5203344 201314 131420 888 666 168 518 918 1688 8888 6666 9999 1008 8080 1000 2000 5000 007 911 110
  119 120 147258 147258369 159357 159753 123654 123321 456654 741852 741852963 789456 789456123 369258147 987654 112233
  11223344 112358 1123581321 314159 3141592 31415926 271828 141421 10086 10010 12306 95588
  `
    .trim()
    .split(/\s+/u),
);

/** Runs along the keyboard, the key pad, the alphabet and the digits; any part of one, either way, is as easy as a word. */
export const commonRuns: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '!@#$%^&*()',
  '1qaz',
  '2wsx',
  '3edc',
  '4rfv',
  '5tgb',
  '6yhn',
  '7ujm',
  '8ik',
  '9ol',
  '147',
  '258',
  '369',
  '159',
  '357',
  '13579',
  '24680',
].flatMap((run) => [run, [...run].toReversed().join('')]);

const initials = 'zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]';
const finals =
  'iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v';
/** One to three pinyin syllables, as a given name, a full name or a word has. */
export const pinyinWord = new RegExp(`^(?:(?:${initials})(?:${finals})|a|ai|an|ang|ao|e|en|er|ou){1,3}$`);
