/** What makes six digits easy to guess. @param phone E.164 */
export function isWeakPaymentPassword(paymentPassword: string, phone: string | null): boolean {
  const number = phone ?? '';
  return (
    new Set(paymentPassword).size < 3 ||
    hasEvenSteps(paymentPassword) ||
    isRepeated(paymentPassword) ||
    isPairs(paymentPassword) ||
    number.includes(paymentPassword) ||
    number.includes([...paymentPassword].toReversed().join(''))
  );
}

/** 123456, 098765, 135791: each digit is as far from the last one as that was from the one before. */
function hasEvenSteps(digits: string): boolean {
  const steps = [...digits].slice(1).map((digit, index) => (Number(digit) - Number(digits[index]) + 10) % 10);
  return steps.every((step) => step === steps[0]);
}

/** 123123, 121212. */
function isRepeated(digits: string): boolean {
  return [2, 3].some((length) => digits === digits.slice(0, length).repeat(digits.length / length));
}

/** 112233. */
function isPairs(digits: string): boolean {
  return /^(.)\1(.)\2(.)\3$/.test(digits);
}
