package io.tradinghub.recorder.frame;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/// Finds a topic by a stretch of characters, without making a string of it. Immutable.
final class TopicTable {
    private final char[] @Nullable [] names;
    private final @Nullable Topic[] topics;
    private final int mask;

    TopicTable(Collection<Topic> wanted) {
        int room = Integer.highestOneBit(Math.max(8, wanted.size() * 4)) * 2;
        names = new char[room][];
        topics = new Topic[room];
        mask = room - 1;
        for (Topic topic : wanted) {
            char[] name = topic.name().toCharArray();
            int slot = hash(name, 0, name.length) & mask;
            while (names[slot] != null) {
                slot = (slot + 1) & mask;
            }
            names[slot] = name;
            topics[slot] = topic;
        }
    }

    @Nullable
    Topic find(char[] text, int from, int to) {
        int slot = hash(text, from, to) & mask;
        while (true) {
            char[] name = names[slot];
            if (name == null || matches(name, text, from, to)) {
                return topics[slot];
            }
            slot = (slot + 1) & mask;
        }
    }

    private static boolean matches(char[] name, char[] text, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text[i];
        }
        return hash ^ hash >>> 15;
    }
}
