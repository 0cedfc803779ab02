#!/bin/sh
# Makes one backup, in a folder of its own whose name is the time, and removes the oldest ones.
#
#   BACKUP_FOLDER   where backups go
#   BACKUPS_KEPT    how many stay (14)
#   TRAINING_DATA   the data folder of the application
#   PGDATABASE      names the database where it is PostgreSQL (PGHOST, PGUSER … as libpq reads
#                   them); without it the database is SQLite
#   TRAINING_BACKUP_PASSPHRASE
#                   at least 12 characters: under it the private keys of certificates are in the
#                   backup too; without it they are left out
set -eu
umask 077

folder=${BACKUP_FOLDER:?it says where backups go}
kept=${BACKUPS_KEPT:-14}
name=r2p-$(date -u +%Y%m%dT%H%M%SZ)
making=$folder/.making

rm -rf "$making"
mkdir -p "$making"
if [ -n "${PGDATABASE:-}" ]; then
    pg_dump --format=custom --file="$making/training.dump"
    pg_restore --list "$making/training.dump" >/dev/null
    cp "${TRAINING_DATA:?it holds the secret key}/secret.key" "$making/secret.key"
    if ! ls "$TRAINING_DATA"/keys/*.key >/dev/null 2>&1; then
        : # no certificate was issued yet
    elif [ -n "${TRAINING_BACKUP_PASSPHRASE:-}" ]; then
        r2p-training certificates keys save --out "$making/keys.box"
    else
        echo "The private keys of certificates are NOT in it: TRAINING_BACKUP_PASSPHRASE says under" \
            "which passphrase they may be." >&2
    fi
else
    r2p-training backup ${TRAINING_BACKUP_PASSPHRASE:+--with-keys} "$making/training.zip"
fi
mv "$making" "$folder/$name"
echo "Made the backup $folder/$name."

cd "$folder"
ls -d r2p-* | sort -r | tail -n "+$((kept + 1))" | while read -r old; do
    rm -rf "./$old"
    echo "Removed the backup $folder/$old."
done
