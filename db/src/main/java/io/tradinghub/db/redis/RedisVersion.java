package io.tradinghub.db.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version a server says it is.
record RedisVersion(int major, int minor) {
    private static final Pattern LINE = Pattern.compile("redis_version:(\\d+)\\.(\\d+)");

    /// From the server section of `INFO`.
    static Optional<RedisVersion> in(String info) {
        Matcher line = LINE.matcher(info);
        return line.find()
                ? Optional.of(new RedisVersion(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2))))
                : Optional.empty();
    }

    /// Keys that a user may only read came with 7.0.
    boolean hasReadOnlyKeys() {
        return major >= 7;
    }

    /// `CLIENT SETINFO`, by which clients introduce themselves, came with 7.2.
    boolean letsClientsIntroduceThemselves() {
        return major > 7 || (major == 7 && minor >= 2);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
