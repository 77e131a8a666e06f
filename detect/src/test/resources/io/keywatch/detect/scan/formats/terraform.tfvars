region      = "eu-west-1"
db_password = "@1@"
admin_password = <<EOF
@2@
EOF
secrets = {
  api_token = "@3@"
}
