package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Finds a topic by the bytes of its name, without creating a string. Immutable.
final class TopicTable {
    /// Multiplicative hash of the last eight bytes, where names differ: 2^64 divided by the golden ratio.
    private static final long HASH_MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private final byte[] @Nullable [] names;
    private final @Nullable Topic[] topics;
    private final Map<String, Topic> byName = new HashMap<>();
    private final int shift;

    TopicTable(Collection<Topic> subscribed) {
        int bits = 34 - Integer.numberOfLeadingZeros(Math.max(4, subscribed.size()));
        names = new byte[1 << bits][];
        topics = new Topic[1 << bits];
        shift = Long.SIZE - bits;
        for (Topic topic : subscribed) {
            byte[] name = topic.name().getBytes(US_ASCII);
            int slot = slot(name, name.length);
            while (names[slot] != null) {
                slot = next(slot);
            }
            names[slot] = name;
            topics[slot] = topic;
            byName.put(topic.name(), topic);
        }
    }

    @Nullable
    Topic find(String name) {
        return byName.get(name);
    }

    @Nullable
    Topic find(byte[] text, int from, int to) {
        if (to - from < Long.BYTES) {
            // No topic name is shorter than eight bytes.
            return null;
        }
        int slot = slot(text, to);
        while (true) {
            byte[] name = names[slot];
            if (name == null || isEqual(name, text, from, to)) {
                return topics[slot];
            }
            slot = next(slot);
        }
    }

    /// Compares eight bytes at a time from the front, then the last eight, which may overlap.
    private static boolean isEqual(byte[] name, byte[] text, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        int last = name.length - Long.BYTES;
        for (int at = 0; at < last; at += Long.BYTES) {
            if (LittleEndianLongs.get(name, at) != LittleEndianLongs.get(text, from + at)) {
                return false;
            }
        }
        return LittleEndianLongs.get(name, last) == LittleEndianLongs.get(text, from + last);
    }

    private int next(int slot) {
        return (slot + 1) & (names.length - 1);
    }

    private int slot(byte[] text, int end) {
        return (int) ((LittleEndianLongs.get(text, end - Long.BYTES) * HASH_MULTIPLIER) >>> shift);
    }
}
