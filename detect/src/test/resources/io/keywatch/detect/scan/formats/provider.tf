provider "x" {
  token    = var.token
  password = local.password
  secret   = data.aws_secretsmanager_secret_version.app.secret_string
  api_key  = file("key.txt")
  private_key = "${file("id_rsa")}"
  client_secret = "@1@"
}
