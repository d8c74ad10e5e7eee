#!/bin/sh
# recutils 1.9-2 (Debian 12): whole numbers have 32 bits, and a longer one loses the rest in silence. Ids of help desks
# have twelve digits and more. recsel's `id > 100` doesn't find 360001234567; `id = 3518948999` finds it, since both have
# the same 32 bits; and sorted by an id of type int, it stands before 5. recfix, which checks types, has no complaint.
# Compare such ids as texts, as in `id = '360001234567'`.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -q recutils=1.9-2 librec1=1.9-2 >/dev/null 2>&1
for package in *.deb; do
  dpkg-deb -x "$package" pinned
done
LD_LIBRARY_PATH=$(dirname "$(find "$PWD/pinned" -name 'librec.so.1')")
export LD_LIBRARY_PATH
PATH=$PWD/pinned/usr/bin:$PATH
printf 'id\r\n5\r\n360001234567\r\n' | csv2rec --type=Ticket >plain.rec
{
  printf '%%rec: Ticket\n%%type: id int\n'
  sed 1d plain.rec
} >t.rec
recfix t.rec
found() { recsel -t Ticket -P id "$@" t.rec | tr '\n' ' ' | sed 's/  */ /g; s/ $//'; }
echo "id > 100:            $(found -e 'id > 100')"
echo "id = 3518948999:     $(found -e 'id = 3518948999')"
echo "id = '360001234567': $(found -e "id = '360001234567'")"
echo "sorted by id:        $(found -S id)"
[ "$(found -e 'id > 100')" = '' ] && [ "$(found -e 'id = 3518948999')" = 360001234567 ] &&
  [ "$(found -e "id = '360001234567'")" = 360001234567 ] && [ "$(found -S id)" = '360001234567 5' ]
