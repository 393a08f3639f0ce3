package io.tradinghub.db.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of a Redis server.
record RedisVersion(int major, int minor) {
    private static final Pattern LINE = Pattern.compile("redis_version:(\\d+)\\.(\\d+)");

    /// Parses the server section of `INFO`; empty if it has no version.
    static Optional<RedisVersion> in(String info) {
        Matcher line = LINE.matcher(info);
        return line.find()
                ? Optional.of(new RedisVersion(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2))))
                : Optional.empty();
    }

    /// Whether ACL rules can grant read-only access to keys, since 7.0.
    boolean supportsReadOnlyKeys() {
        return major >= 7;
    }

    /// Whether the server has `CLIENT SETINFO`, which clients send on connect, since 7.2.
    boolean supportsClientSetInfo() {
        return major > 7 || (major == 7 && minor >= 2);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
