/** Text of senders that mean harm, or write in other alphabets. */
export const hostileTexts = [
  `'; DROP TABLE reports; --`,
  `') OR 1 = 1 --`,
  '`id` FROM reports; SELECT 1',
  '{p0:String}',
  '%27%20OR%201',
  'tab\tline\nreturn\r\0nul',
  '\\',
  "\\' OR '1'='1",
  '\\N',
  'NULL',
  '👩‍💻 Ünïcode \u2028 \uffff',
  '',
  '-- comment',
  '/*',
  ']["',
];
