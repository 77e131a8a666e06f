ls -la
REDISCLI_AUTH=@1@ redis-cli -h cache.internal
curl -H "Authorization: Bearer @long@" https://api.internal/
wget --user ci --password=@2@ https://files.internal/a.tgz
