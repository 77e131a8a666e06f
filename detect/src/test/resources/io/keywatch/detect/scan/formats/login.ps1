$password = "@1@"
$secure = ConvertTo-SecureString "@2@" -AsPlainText -Force
$other = ConvertTo-SecureString $env:OTHER_PASSWORD -AsPlainText -Force
$apiPassword = $env:API_PASSWORD
