export PATH=$PATH:$HOME/bin
export MAIL_PASSWORD=@1@
PGPASSWORD=@2@ psql -h db.internal -U app
alias db='mysql -u root -p@3@'
