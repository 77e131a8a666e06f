resource "aws_db_instance" "orders" {
  username = "orders"
  password = "@1@"
  other_password = var.db_password
  manage_master_user_password = true
}
variable "admin_password" {
  default = "@2@"
}
variable "token" {
  type        = string
  description = "of the registry"
  default     = "@3@"
}
variable "other_password" {
  type = string
}
