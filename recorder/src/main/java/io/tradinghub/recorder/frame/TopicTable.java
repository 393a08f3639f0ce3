package io.tradinghub.recorder.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Finds a topic by a stretch of bytes, without making a string of it. Immutable.
final class TopicTable {
    /// Spreads the last eight bytes of a name, where names differ, over the upper bits: 2^64 divided by the golden
    /// ratio.
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private final byte[] @Nullable [] names;
    private final @Nullable Topic[] topics;
    private final Map<String, Topic> byName = new HashMap<>();
    private final int shift;

    TopicTable(Collection<Topic> wanted) {
        int bits = 34 - Integer.numberOfLeadingZeros(Math.max(4, wanted.size()));
        names = new byte[1 << bits][];
        topics = new Topic[1 << bits];
        shift = Long.SIZE - bits;
        for (Topic topic : wanted) {
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
        if (to - from < Words.BYTES) {
            // No topic has so short a name.
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

    /// Words from the front, and one from the end that may overlap.
    private static boolean isEqual(byte[] name, byte[] text, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        int last = name.length - Words.BYTES;
        for (int at = 0; at < last; at += Words.BYTES) {
            if (Words.get(name, at) != Words.get(text, from + at)) {
                return false;
            }
        }
        return Words.get(name, last) == Words.get(text, from + last);
    }

    private int next(int slot) {
        return (slot + 1) & (names.length - 1);
    }

    private int slot(byte[] text, int end) {
        return (int) ((Words.get(text, end - Words.BYTES) * SPREAD) >>> shift);
    }
}
