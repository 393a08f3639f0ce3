-- A large object belongs to no table and no row policy: without this any role could fill the disk with them.

REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
