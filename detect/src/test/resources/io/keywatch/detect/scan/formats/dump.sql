CREATE USER orders IDENTIFIED BY '@1@';
ALTER ROLE app WITH PASSWORD '@2@';
INSERT INTO users (id, name, password) VALUES (1, 'anna', '@bcrypt@');
