/**
 * Words that passwords are made of when people do not think: heads of the well-known lists of leaked passwords, words of
 * keyboards, and words of this house. Lower case, without the digits and signs that are put around them.
 *
 * @module
 */

const WORDS = `
  password passwort passwd passphrase passcode pass word pwd secret secure security private
  admin administrator administrador root superuser user username login logon signin guest test tester testing temp
  default changeme change please welcome hello access letmein enter open sesame master server service system
  qwerty qwertz azerty qwertyuiop asdfghjkl asdfgh zxcvbnm qazwsx qazwsxedc wsxedc edcrfv poiuytrewq lkjhgfdsa
  iloveyou loveyou lovely love forever sunshine princess queen king angel baby honey sweetheart darling
  monkey dragon tiger eagle panther falcon phoenix wolf bear horse rabbit chicken banana orange apple cheese cookie
  chocolate pepper ginger flower summer winter spring autumn monday friday january december
  football baseball basketball soccer hockey liverpool arsenal chelsea barcelona jordan ferrari porsche mercedes
  batman superman spiderman starwars pokemon naruto matrix gandalf merlin shadow ninja killer hunter ranger soldier
  michael michelle jennifer jessica charlie daniel thomas robert andrew joshua matthew ashley nicole george william
  computer internet google facebook microsoft windows samsung android linux oracle cisco database network
  whatever nothing trustno trust freedom america china beijing shanghai shenzhen hangzhou zhongguo
  woaini woaiwojia aini wang zhang mima guanliyuan yonghu nihao
  correct battery staple correcthorsebatterystaple thequickbrownfoxjumpsoverthelazydog loremipsum
  chopmark yanchuo fapiao shuiwu shuiwuju kaipiao invoice taxbureau tax bureau court office issuer receiver auditor
  blockchain fabric hyperledger
  密码 口令 管理员 用户 发票 税务 我爱你 你好 中国
`;

/** Longest first, so that `password` goes before `pass`. */
export const COMMON_WORDS: readonly string[] = WORDS.split(/\s+/)
  .filter((word) => word !== '')
  .sort((a, b) => b.length - a.length);

/** Rows and columns of keyboards, alphabets and digits, in which a run is no secret. */
export const ROWS: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '!@#$%^&*()',
  '1q2w3e4r5t6y7u8i9o0p',
  '147258369',
  '5201314',
];
