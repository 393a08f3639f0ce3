package io.tradinghub.db.redis;

import java.util.ArrayList;
import java.util.List;

import io.tradinghub.db.access.StoreAccount;

/// The permissions of each role in Redis, as rules of `ACL SETUSER` (Redis documentation, "ACL"). Everything else is
/// denied. `%R~pattern`, read-only access to keys, needs Redis 7.
///
/// A bot has the commands that [io.tradinghub.runner.BotProgram] uses and no others. The only one that writes is `SET`:
/// it replaces a text and bounds its length, while what appends to a text or adds to a hash bounds nothing. A function
/// that checks lengths would not help, since Redis runs it with the rights of its caller. Nor has a bot a command whose
/// work is a product of what it asks and what is stored, as `XREAD` with one stream named 40,000 times.
final class RedisAclRules {
    /// Until when Bybit bans the address of this host: whoever sends requests reads it and tells the others.
    private static final String BAN = "hub:ban";
    /// The channel that wakes readers of candles.
    private static final String CLOSED_CANDLES = "&md:closed";
    private static final List<String> BOT = List.of("+ping", "+hello", "+quit", "+client|setname", "+get", "+getrange",
            "+mget", "+hmget", "+xrange", "+subscribe", "+unsubscribe", "+set");
    private static final List<String> CONNECTION = List.of("+ping", "+echo", "+select", "+hello", "+reset", "+quit",
            "+client|setname", "+client|id", "+client|getname", "+multi", "+exec", "+discard", "+watch",
            "+unwatch", "+time");
    private static final List<String> READ = List.of("+get", "+getrange", "+mget", "+strlen", "+exists", "+type",
            "+ttl", "+pttl",
            "+hget",
            "+hgetall", "+hmget", "+hlen", "+hkeys", "+hexists", "+xread", "+xrange", "+xrevrange", "+xlen",
            "+xinfo|stream");
    private static final List<String> WRITE = List.of("+set", "+mset", "+setex", "+psetex", "+del", "+unlink",
            "+expire",
            "+pexpire", "+expireat", "+pexpireat", "+persist", "+hset", "+hdel");
    private static final List<String> PUBLISH = List.of("+xadd", "+xtrim", "+xdel", "+publish");
    /// `SCAN` returns the names of all keys, so only a role that may read every key gets it.
    private static final List<String> INSPECT = List.of("+@read", "-@dangerous", "+scan", "+dbsize", "+info",
            "+memory|usage", "+xinfo|stream", "+xinfo|groups", "+xinfo|consumers", "+command", "+command|count");

    private RedisAclRules() {}

    /// The rules of an account's user, without the password.
    static List<String> of(StoreAccount account) {
        List<String> rules = new ArrayList<>();
        switch (account.role()) {
            case BOT -> {
                LiveKeys.of(account.name()).forEach(key -> rules.add("~" + key));
                rules.add("~" + BAN);
                rules.addAll(List.of("%R~md:*", "%R~" + HaltKeys.ALL, "%R~" + HaltKeys.of(account.name()),
                        "%R~" + LiveKeys.GUARDIAN, CLOSED_CANDLES));
                rules.addAll(BOT);
            }
            case RECORDER -> {
                rules.addAll(List.of("~md:*", "~" + BAN, CLOSED_CANDLES));
                rules.addAll(CONNECTION);
                rules.addAll(READ);
                rules.addAll(WRITE);
                rules.addAll(PUBLISH);
                rules.add("+info");
            }
            case GRAFANA -> {
                rules.add("%R~*");
                rules.addAll(CONNECTION);
                rules.addAll(INSPECT);
            }
            case GUARDIAN, FLATTENING_GUARDIAN -> {
                rules.addAll(List.of("%R~*:heartbeat", "%R~*:state", "%R~*:positions", "%R~md:kline:*",
                        "%R~md:quote:*", "%R~control:halt:*"));
                rules.addAll(CONNECTION);
                rules.addAll(READ);
                rules.addAll(List.of("+scan", "+info"));
                rules.add("(~" + LiveKeys.GUARDIAN + " +set)");
                // of all commands that write this alone changes no key that is there: a halt is made, never lifted
                rules.add("(~control:halt:* +msetnx)");
            }
            case BACKUP -> throw new IllegalArgumentException("backup has no redis user");
        }
        return List.copyOf(rules);
    }
}
