#!/bin/sh
# HTTPS: who vouches for a server, and whether the name is its own.
. "$(dirname "$0")/lib.sh"
few_rules
command -v openssl >/dev/null || { echo "skipped - no openssl"; exit 0; }
cd "$dir" || exit 2
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -days 2 -subj "/CN=test authority" \
		-keyout ca.key -out ca.pem &&
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj "/CN=localhost" -keyout key.pem -out request.pem &&
	echo "subjectAltName=DNS:localhost" >names &&
	openssl x509 -req -days 2 -in request.pem -CA ca.pem -CAkey ca.key \
		-CAcreateserial -extfile names -out own.pem
} >made 2>&1 || { echo "not ok - certificates: $(cat made)"; exit 1; }
cd "$OLDPWD" || exit 2
certificate="$dir/own.pem $dir/key.pem"
. tests/servers/web.sh

secure=https://localhost:$tls_port
fetch --cacert "$dir/ca.pem" $secure/a/1
is "a certificate that is trusted" "$status $(messages)" "0 well"
is "its address" "$(jq -r .url "$dir/out")" "$secure/a/1"
fetch $secure/a/2
has "an authority that is not known" "$(messages)" \
	"its certificate is not to be trusted: "
fetch --cacert "$dir/ca.pem" https://127.0.0.1:$tls_port/a/2
has "another's name" "$(messages)" "its certificate is not to be trusted: "
is "nothing was said there" "$(asked /a/2)" 0
run --cacert "$dir/ca.pem" $secure/a/2
has "TLS does not open the own network" "$(messages)" \
	"leads into the own network"
fetch --cacert "$dir/none" $secure/a/1
is "no such certificates" "$status $(cat "$dir/err")" \
	"2 extract: cannot read the certificates in '$dir/none'"
fetch --cacert "$dir/made" $secure/a/1
is "certificates that are none" "$status" 1
fetch --retries 0 --cacert "$dir/ca.pem" https://localhost:$h2_port/a/1
is "HTTP/2 is offered" "$(grep -c 'alpn h2' "$log")" 1
exit $failed
