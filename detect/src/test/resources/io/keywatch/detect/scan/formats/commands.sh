redis-cli -h cache.internal -a @1@ ping
docker login -u ci -p @2@ registry.internal
curl --user 'ci:@3@' https://api.internal/
mongodump --host db --username app --password @4@
ldapsearch -D cn=admin -w @5@ -b dc=corp
keytool -list -keystore a.jks -storepass @6@
openssl rsa -in a.key -passin pass:@7@
java -Ddb.password=@8@ -jar app.jar
smbclient //nas/share -U ci%@9@
echo "deploy:@10@" | chpasswd
mkdir -p /srv/data
ssh -p 2222 deploy@web.internal
ldapsearch -w @11@ -b dc=corp
mongo -p @12@
docker run -d --name mongo -p 27017:27017 mongo:7
curl -H 'X-Api-Key: @hex32@' https://api.internal/
curl --header "X-Auth-Token: @hex32@" https://api.internal/
curl -H "api-key: @hex32@" -H "X-Api-Key: $KEY" https://api.internal/
sqlplus -S app/@13@@//db.internal:1521/orders @report.sql
sqlplus system/@14@@ORCL
expdp app/@15@@orders directory=dumps
sqlplus / as sysdba
sqlplus app/$PASSWORD@ORCL
az login --service-principal -u 1f6e -p @16@ --tenant corp
az login --service-principal \
  -u 1f6e \
  -p @17@
az login --use-device-code
openssl enc -aes-256-cbc -in a.tar -out a.enc -k @18@
openssl aes-256-cbc -d -in a.enc -k $KEY
openssl enc -d -aes-256-cbc -in a.enc -pass 'pass:@19@'
openssl genrsa 2048
