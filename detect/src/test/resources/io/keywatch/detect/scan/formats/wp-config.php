<?php
define('DB_NAME', 'wordpress');
define('DB_PASSWORD', '@1@');
$config['smtp_password'] = "@2@";
$password = $_POST['password'];
$db = new PDO($dsn, $user, getenv('DB_PASSWORD'));
