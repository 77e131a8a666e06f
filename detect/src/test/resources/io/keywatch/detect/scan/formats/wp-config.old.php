<?php
define('AUTH_KEY',         '@salt@');
define( 'LOGGED_IN_SALT', "@salt@" );
define('NONCE_KEY', 'put your unique phrase here');
$cfg['Servers'][$i]['password'] = '@1@';
$link = mysqli_connect('db.internal', 'orders', '@2@', 'orders');
$pdo = new PDO('mysql:host=db', 'orders', '@3@');
return ['connection' => ['password' => '@4@', 'host' => env('DB_HOST')], 'other_password' => env('PASS')];
