package org.healthpassport.audit.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * A signature line: the name of the key and, in base64, the key's id and the signature. Only a {@link VerifierKey} can verify
 * it.
 */
public record NoteSignature(String name, String base64) {
    private static final String DASH = "\u2014 ";

    public NoteSignature {
        NoteSyntax.requireKeyName(name);
        if (NoteSyntax.base64(base64).length <= Integer.BYTES) {
            throw new NoteRefused("Expected a key id and a signature, but found less.");
        }
    }

    static NoteSignature of(VerifierKey key, byte[] signature) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + signature.length)
                .putInt(key.id())
                .put(signature)
                .array();
        return new NoteSignature(key.name(), Base64.getEncoder().encodeToString(bytes));
    }

    static NoteSignature parse(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space <= DASH.length()) {
            throw new NoteRefused("Expected a signature line, but found another one.");
        }
        return new NoteSignature(line.substring(DASH.length(), space), line.substring(space + 1));
    }

    /** Tells keys of one name apart; no proof of anything. */
    public int keyId() {
        return ByteBuffer.wrap(NoteSyntax.base64(base64)).getInt();
    }

    byte[] signature() {
        byte[] bytes = NoteSyntax.base64(base64);
        return Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
    }

    /** The line without its end. */
    @Override
    public String toString() {
        return DASH + name + " " + base64;
    }
}
