#!/bin/sh
# Makes the authority of a company that no machine trusts, and a certificate of it: good until 2126, for tests on loopback alone.
set -e
cd "$(dirname "$0")"
openssl ecparam -name prime256v1 -genkey -noout -out authority-key.pem
openssl req -x509 -new -key authority-key.pem -sha256 -days 36500 -subj '/CN=Test authority of nobody' \
  -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign' -out authority.pem
openssl ecparam -name prime256v1 -genkey -noout -out host-key.pem
openssl req -new -key host-key.pem -subj '/CN=ledger.test' -out host.csr
printf 'subjectAltName=DNS:*.ledger.test,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' > host.ext
openssl x509 -req -in host.csr -CA authority.pem -CAkey authority-key.pem -CAcreateserial -sha256 -days 36500 -extfile host.ext -out host.pem
rm -f host.csr host.ext authority-key.pem authority.srl
