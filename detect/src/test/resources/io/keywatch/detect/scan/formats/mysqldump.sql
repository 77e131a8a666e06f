CREATE TABLE `users` (
  `id` int(11) NOT NULL,
  `login` varchar(60),
  `user_pass` varchar(255),
  PRIMARY KEY (`id`),
  KEY `login_key` (`login`)
);
INSERT INTO `users` VALUES (1,'anna','@md5@'),(2,'it''s','@2@'),(3,'x',NULL);
INSERT INTO settings (name, api_token, note) VALUES
  ('a', '@3@', 'password, see (wiki)'),
  ('b', E'@4@', ''); -- end
INSERT INTO posts (id, body) VALUES (1, 'no secret in here 12345');
