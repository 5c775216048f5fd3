package org.healthpassport.vault.crash;

import java.util.Random;

/** The names and bytes that a child writes and its parent expects, both derived from a number. */
final class Acknowledged {
    static final int MAX_BYTES = 300_000;

    private Acknowledged() {}

    static String name(int number) {
        return "item-" + number;
    }

    static byte[] bytes(int number) {
        Random random = new Random(number);
        byte[] bytes = new byte[random.nextInt(MAX_BYTES)];
        random.nextBytes(bytes);
        return bytes;
    }
}
