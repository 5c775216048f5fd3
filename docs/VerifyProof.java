import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies that an entry is in an audit log, and what the entry was written for. You need only a JDK (17 or newer) and these
 * pages of source. A patient has a receipt; an auditor has the proof, the entry, its detail and the salt:
 *
 * <pre>
 * java VerifyProof.java receipt.json 'log.example.com+1a2b3c4d+AQ...'
 * java VerifyProof.java proof.tlog-proof entry.json detail.json 'salt in base64' 'log.example.com+1a2b3c4d+AQ...'
 * java VerifyProof.java proof.tlog-proof entry.json 'log.example.com+1a2b3c4d+AQ...'
 * </pre>
 *
 * <p>Files hold bytes exactly as they were served (one more newline at the end makes another entry). The last argument is the
 * log's verifier key. Do not take the key from the log; take it from another source, such as a contract or the hospital's
 * printed notice. A sender who also supplies the key can prove anything.
 *
 * <p>"PROVEN" means: the holder of the log's private key committed to this entry, at this index, and cannot deny or change it
 * without also replacing every checkpoint that others have kept; and, with a detail, the entry was written for exactly this
 * detail. It does not mean that the entry is true. Of a receipt only the bytes are read, not the readable copies.
 *
 * <p>Exit code 0: proven; 1: not proven; 2: could not be checked. This program shares no code with the log's writer, on
 * purpose. Formats: C2SP signed-note, tlog-checkpoint, tlog-proof; hashing: RFC 6962, section 2.1; commitment: RFC 2104.
 */
class VerifyProof {
    /** The most bytes of a file; proofs, entries and receipts are much smaller. */
    private static final int MAX_BYTES = 1 << 20;

    public static void main(String[] arguments) {
        try {
            switch (arguments.length) {
                case 2 -> verifyReceipt(text(read(arguments[0])), arguments[1]);
                case 3 -> verify(text(read(arguments[0])), read(arguments[1]), null, null, arguments[2]);
                case 5 ->
                    verify(
                            text(read(arguments[0])),
                            read(arguments[1]),
                            read(arguments[2]),
                            base64(arguments[3]),
                            arguments[4]);
                default -> {
                    System.err.println("Usage: java VerifyProof.java <receipt.json> <verifier key>, or "
                            + "<proof.tlog-proof> <entry file> [<detail file> <salt in base64>] <verifier key>");
                    System.exit(2);
                }
            }
        } catch (NotProven e) {
            System.out.println("NOT PROVEN: " + e.getMessage());
            System.exit(1);
        } catch (IllegalArgumentException e) {
            System.out.println("NOT PROVEN: a file has another form");
            System.exit(1);
        } catch (FileSystemException e) {
            System.err.println("Could not be checked: there is no readable file at " + e.getFile());
            System.exit(2);
        } catch (IOException | GeneralSecurityException e) {
            System.err.println("Could not be checked: " + e);
            System.exit(2);
        }
    }

    private static void verifyReceipt(String receipt, String vkey) throws NotProven, GeneralSecurityException {
        String proof = member(receipt, "proof");
        String entry = member(receipt, "entryBytes");
        String detail = member(receipt, "detailBytes");
        String salt = member(receipt, "salt");
        require(proof != null && entry != null, "the file is not a receipt");
        require((detail == null) == (salt == null), "the receipt has only one of detail and salt");
        verify(
                proof,
                base64(entry),
                detail == null ? null : base64(detail),
                salt == null ? null : base64(salt),
                vkey);
        System.out.println("Only the lines above are proven. Nothing else in the file was checked, its names in particular.");
    }

    /** Prints what is proven, once all of it is. */
    private static void verify(String proof, byte[] entry, byte[] detail, byte[] salt, String vkey)
            throws NotProven, GeneralSecurityException {
        String place = place(proof, entry, vkey);
        if (detail != null) {
            requireCommitment(entry, detail, salt);
        }
        String json = text(entry);
        String said = line("when", member(json, "time"))
                + line("who", member(json, "actor"))
                + line("role", member(json, "actorRole"))
                + line("hospital", member(json, "organization"))
                + line("did", member(json, "action")) // C create, R read, U update, D delete, E something else
                + line("what", member(json, "type"))
                + line("outcome", member(json, "outcome")) // 0 success; 4, 8 and 12 refused or failed
                + line("patient", member(json, "patient")) // a pseudonym; the detail has the patient's id
                + line("detail", detail == null ? "none was given, so nothing is proven about it" : text(detail));
        System.out.print("PROVEN: " + place + "\nThe log recorded:\n" + said);
    }

    /** Texts that others wrote must not steer the terminal. */
    private static String line(String what, String value) {
        return value == null
                ? ""
                : "  %-8s %s%n".formatted(what, value.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?"));
    }

    /** An entry has a commitment: HMAC-SHA256 of the detail under a salt of 32 bytes. Nobody can find another detail for it. */
    private static void requireCommitment(byte[] entry, byte[] detail, byte[] salt)
            throws NotProven, GeneralSecurityException {
        String commitment = member(text(entry), "commitment");
        require(commitment != null, "the entry commits to no detail");
        require(salt.length == 32, "the salt does not have 32 bytes");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(salt, "HmacSHA256"));
        require(
                MessageDigest.isEqual(mac.doFinal(detail), base64(commitment)),
                "the entry was not written for this detail and salt");
    }

    /**
     * A proof file looks like this; the empty lines are part of it:
     *
     * <pre>
     * c2sp.org/tlog-proof@v1
     * index 5                            the entry's place in the log, from 0
     * (hashes in base64, one a line)     the neighbours on the way from the entry up to the root
     *
     * log.example.com                    the checkpoint: which log,
     * 8                                  how many entries it has,
     * XcnaeacG...                        and the root hash over all of them
     *
     * — log.example.com 1FXFIQ...        signatures over the three lines above
     * </pre>
     */
    private static String place(String file, byte[] entry, String vkey) throws NotProven, GeneralSecurityException {
        // Split the file at its first empty line into path and checkpoint, the latter at the next one into text and signatures.
        String[] parts = file.split("\n\n", -1);
        require(parts.length == 3, "the file does not have the three parts of a proof");
        String[] path = parts[0].split("\n", -1);
        String text = parts[1] + "\n";
        String[] checkpoint = parts[1].split("\n", -1);
        require(path.length >= 2 && path[0].equals("c2sp.org/tlog-proof@v1"), "the file is not a proof of version 1");
        require(path[1].startsWith("index "), "the proof names no index");
        require(checkpoint.length == 3, "the checkpoint does not have three lines");
        require(parts[2].endsWith("\n"), "the last signature line has no end");

        // 1. Did the log sign this checkpoint? Without that, nothing else in the file means anything.
        VerifierKey key = VerifierKey.parse(vkey);
        require(checkpoint[0].equals(key.name), "the checkpoint and the key belong to different logs");
        require(key.signed(text, parts[2].split("\n")), "the log did not sign this checkpoint");

        // 2. Does the path lead from the entry to the signed root?
        long index = number(path[1].substring("index ".length()));
        long size = number(checkpoint[1]);
        byte[] root = hash(checkpoint[2]);
        require(index < size, "the log had no entry " + index + " when it signed");
        byte[][] siblings = new byte[path.length - 2][];
        for (int i = 0; i < siblings.length; i++) {
            siblings[i] = hash(path[i + 2]);
        }
        byte[] reached = climb(index, size, sha256(new byte[] {0}, entry), siblings);
        require(MessageDigest.isEqual(reached, root), "the path does not lead from this entry to the signed root");
        return "entry " + index + " of " + size + " in " + key.name + ", under root " + checkpoint[2];
    }

    /**
     * Climbs from a leaf to the root of a tree of this size (RFC 9162, section 2.1.3.2). A leaf hash is SHA-256 of a zero byte
     * and the entry, an inner node's that of a one byte and its two children; so no entry can pass for an inner node.
     *
     * <p>{@code node} is our place on a level, {@code last} that of the level's last node. A last node without a neighbour on
     * its right goes up unchanged, to the level where it becomes somebody's right child.
     */
    private static byte[] climb(long index, long size, byte[] leaf, byte[][] siblings)
            throws NotProven, GeneralSecurityException {
        byte[] hash = leaf;
        long node = index;
        long last = size - 1;
        for (byte[] sibling : siblings) {
            require(last > 0, "the path is longer than the height of the tree");
            if (node % 2 == 1 || node == last) {
                hash = sha256(new byte[] {1}, sibling, hash);
                while (node % 2 == 0) {
                    node /= 2;
                    last /= 2;
                }
            } else {
                hash = sha256(new byte[] {1}, hash, sibling);
            }
            node /= 2;
            last /= 2;
        }
        require(last == 0, "the path ends below the root");
        return hash;
    }

    /** The log's public key: {@code <name>+<key id in hex>+<base64 of the type, 1, and the 32 bytes of an Ed25519 key>}. */
    private static final class VerifierKey {
        private final String name;
        private final byte[] id;
        private final PublicKey publicKey;

        private VerifierKey(String name, byte[] id, PublicKey publicKey) {
            this.name = name;
            this.id = id;
            this.publicKey = publicKey;
        }

        static VerifierKey parse(String vkey) throws NotProven, GeneralSecurityException {
            String[] parts = vkey.split("\\+", 3);
            require(parts.length == 3, "the verifier key does not have three parts");
            byte[] typeAndKey = base64(parts[2]);
            require(typeAndKey.length == 33 && typeAndKey[0] == 1, "the verifier key is not an Ed25519 key of a log");
            // The id guards against a mistyped key: it is the beginning of a hash over name and key.
            byte[] id = Arrays.copyOf(sha256((parts[0] + "\n").getBytes(UTF_8), typeAndKey), 4);
            require(HexFormat.of().formatHex(id).equals(parts[1]), "the id of the verifier key does not match the key");
            // Java wants the key in an envelope (RFC 8410): a fixed prefix, then the 32 bytes.
            byte[] envelope = HexFormat.of().parseHex("302a300506032b6570032100");
            byte[] encoded = Arrays.copyOf(envelope, envelope.length + 32);
            System.arraycopy(typeAndKey, 1, encoded, envelope.length, 32);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            return new VerifierKey(parts[0], id, key);
        }

        /** True if a line has a valid signature of this key. Lines of other keys, such as witnesses, are ignored. */
        boolean signed(String text, String[] lines) throws NotProven, GeneralSecurityException {
            boolean found = false;
            for (String line : lines) {
                require(line.startsWith("\u2014 "), "a line among the signatures is not a signature");
                String prefix = "\u2014 " + name + " ";
                if (!line.startsWith(prefix)) {
                    continue;
                }
                ByteBuffer bytes = ByteBuffer.wrap(base64(line.substring(prefix.length())));
                byte[] lineId = new byte[Math.min(4, bytes.remaining())];
                bytes.get(lineId);
                if (!Arrays.equals(lineId, id)) {
                    continue;
                }
                byte[] signature = new byte[bytes.remaining()];
                bytes.get(signature);
                require(signature.length == 64 && holds(text, signature), "the log's signature does not hold");
                found = true;
            }
            return found;
        }

        private boolean holds(String text, byte[] bytes) throws GeneralSecurityException {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(publicKey);
            signature.update(text.getBytes(UTF_8));
            try {
                return signature.verify(bytes);
            } catch (java.security.SignatureException e) {
                return false; // Bytes that cannot be any signature.
            }
        }
    }

    /**
     * The text or number of a member of a JSON object; null if it has none. Quotes inside texts are escaped, so nothing in a text
     * is taken for a member; one that stands there twice is refused. That is enough JSON for entries and receipts.
     */
    private static String member(String json, String name) throws NotProven {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*(?:\"|([0-9]+))").matcher(json);
        if (!found.find()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int at = found.end();
        while (found.group(1) == null) {
            require(at < json.length(), "a text in a file has no end");
            char letter = json.charAt(at++);
            if (letter == '"') {
                break;
            }
            if (letter == '\\' && at < json.length()) {
                letter = json.charAt(at++);
                if (letter == 'u' && at + 4 <= json.length()) {
                    letter = (char) HexFormat.fromHexDigits(json, at, at + 4);
                    at += 4;
                } else if (letter == 'n') {
                    letter = '\n';
                }
            }
            text.append(letter);
        }
        String value = found.group(1) == null ? text.toString() : found.group(1);
        require(!found.find(), "a file has two members " + name);
        return value;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static byte[] sha256(byte[]... pieces) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] piece : pieces) {
            digest.update(piece);
        }
        return digest.digest();
    }

    private static byte[] hash(String text) throws NotProven {
        byte[] bytes = base64(text);
        require(bytes.length == 32, "a hash does not have 32 bytes");
        return bytes;
    }

    private static byte[] base64(String text) throws NotProven {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // Java also decodes some misspelled texts; a proof has one spelling.
            require(Base64.getEncoder().encodeToString(bytes).equals(text), "a value is not valid base64");
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new NotProven("something is not base64");
        }
    }

    private static long number(String text) throws NotProven {
        require(text.matches("0|[1-9][0-9]{0,17}"), "a value is not a number");
        return Long.parseLong(text);
    }

    private static byte[] read(String file) throws IOException, NotProven {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            require(bytes.length <= MAX_BYTES, "a file is too long");
            return bytes;
        }
    }

    private static void require(boolean condition, String otherwise) throws NotProven {
        if (!condition) {
            throw new NotProven(otherwise);
        }
    }

    /** The reason why a proof proves nothing. */
    private static final class NotProven extends Exception {
        private static final long serialVersionUID = 1L;

        NotProven(String reason) {
            super(reason);
        }
    }
}
