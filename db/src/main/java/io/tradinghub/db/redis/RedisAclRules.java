package io.tradinghub.db.redis;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.db.access.StoreAccount;

/// What each role of the hub may do in Redis, as rules of `ACL SETUSER` (Redis documentation, "ACL"). Whatever is not
/// named is forbidden. `%R~pattern`, keys that may only be read, needs Redis 7.
final class RedisAclRules {
    private static final List<String> CONNECTION = List.of("+ping", "+echo", "+select", "+hello", "+reset", "+quit",
            "+client|setname", "+client|id", "+client|getname", "+multi", "+exec", "+discard", "+watch",
            "+unwatch", "+time");
    private static final List<String> READ = List.of("+get", "+mget", "+strlen", "+exists", "+type", "+ttl", "+pttl",
            "+hget",
            "+hgetall", "+hmget", "+hlen", "+hkeys", "+hexists", "+xread", "+xrange", "+xrevrange", "+xlen",
            "+xinfo|stream");
    private static final List<String> WRITE = List.of("+set", "+mset", "+setex", "+psetex", "+del", "+unlink",
            "+expire",
            "+pexpire", "+expireat", "+pexpireat", "+persist", "+hset", "+hdel");
    private static final List<String> PUBLISH = List.of("+xadd", "+xtrim", "+xdel");
    /// `SCAN` shows the names of all keys; only who may read them all may have it.
    private static final List<String> LOOK_AROUND = List.of("+@read", "-@dangerous", "+scan", "+dbsize", "+info",
            "+memory|usage", "+xinfo|stream", "+xinfo|groups", "+xinfo|consumers", "+command", "+command|count");

    private RedisAclRules() {}

    /// The rules of a user, the password aside.
    static List<String> of(StoreAccount account) {
        List<String> rules = new ArrayList<>();
        switch (account.role()) {
            case BOT -> {
                rules.addAll(List.of("~" + account.name() + ":*", "%R~md:*", "%R~hub:halt"));
                rules.addAll(CONNECTION);
                rules.addAll(READ);
                rules.addAll(WRITE);
            }
            case RECORDER -> {
                rules.addAll(List.of("~md:*", "~recorder:*"));
                rules.addAll(CONNECTION);
                rules.addAll(READ);
                rules.addAll(WRITE);
                rules.addAll(PUBLISH);
                rules.add("+info");
            }
            case GRAFANA -> {
                rules.add("%R~*");
                rules.addAll(CONNECTION);
                rules.addAll(LOOK_AROUND);
            }
            case BACKUP -> throw new IllegalArgumentException("backup does not enter redis");
        }
        return List.copyOf(rules);
    }
}
