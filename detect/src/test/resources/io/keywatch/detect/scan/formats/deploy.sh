#!/bin/sh
export PGPASSWORD=@1@
mysql -u root -p@2@ orders
curl -s -u deploy:@3@ https://api.internal/
sshpass -p '@4@' ssh deploy@host
psql --password "$PGPASSWORD"
docker login --username ci --password @5@ registry.internal
