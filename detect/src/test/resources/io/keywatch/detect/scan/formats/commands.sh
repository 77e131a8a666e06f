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
