package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.note.ClosingNote.Signed;
import org.healthpassport.audit.note.ClosingNote.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClosingNoteTest {
    private static final SigningKey OLD = SigningKey.generate("log.example/audit", SignatureType.ED25519);
    private static final SigningKey NEXT = SigningKey.generate("log.example/audit/2", SignatureType.ED25519);
    private static final Instant TIME = Instant.parse("2026-11-30T19:00:00.250Z");
    private static final ClosingNote NOTE =
            note(tree(900), tree(600), tree(550), TIME, "Disk failure; restored the backup of 2026-11-29, 03:00");

    @Test
    void shouldReadWhatItWrites() {
        // when
        SignedNote signed = OLD.sign(NOTE);

        // then
        assertThat(ClosingNote.open(SignedNote.parse(signed.bytes()), OLD.verifier()))
                .isEqualTo(NOTE);
        assertThat(signed.text())
                .isEqualTo("health-passport/log-closed@v1\nlog " + OLD.verifier() + "\nnext " + NEXT.verifier()
                        + "\nsigned 900 " + tree(900).root() + "\nrestored 600 "
                        + tree(600).root() + "\nkept 550 "
                        + tree(550).root() + "\ntime 2026-11-30T19:00:00.250Z"
                        + "\nreason Disk failure; restored the backup of 2026-11-29, 03:00\n");
    }

    /** With many seeds: whatever can be made can be read again, and has one spelling. */
    @Test
    void shouldReadWhateverItWrites() {
        Random random = new Random(54);
        for (int i = 0; i < 2_000; i++) {
            // given
            long kept = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 62));
            long signed = kept + random.nextLong(1L << random.nextInt(1, 60));
            long restored = kept + random.nextLong(1L << random.nextInt(1, 60));
            Instant time = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
            ClosingNote note = new ClosingNote(
                    OLD.verifier(),
                    NEXT.verifier(),
                    new Signed(tree(signed), random.nextBoolean()),
                    tree(restored),
                    tree(kept),
                    time,
                    reason(random));

            // then
            assertThat(ClosingNote.parse(note.text())).isEqualTo(note);
        }
    }

    /** Every change of a byte is refused, or is another note that reads as something else. */
    @Test
    void shouldRefuseEveryOtherSpelling() {
        byte[] text = NOTE.text().getBytes(UTF_8);
        for (int i = 0; i < text.length; i++) {
            byte[] changed = text.clone();
            changed[i] ^= 1;
            assertThat(reads(new String(changed, UTF_8), NOTE)).as("byte " + i).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("otherTexts")
    void shouldRefuse(String text) {
        assertThatExceptionOfType(NoteRefused.class).isThrownBy(() -> ClosingNote.parse(text));
    }

    static Stream<String> otherTexts() {
        String text = NOTE.text();
        return Stream.of(
                "",
                text + "\n",
                text + "more\n",
                text.substring(0, text.length() - 1),
                text.replace("@v1", "@v2"),
                text.replace("\nkept 550", "\nkept 0550"),
                text.replace("\nkept 550", "\nkept 601"),
                text.replaceFirst("kept 550 .*", "kept 550"),
                text.replaceFirst("kept 550 .*", "kept 0 " + Hash.OF_EMPTY_TREE),
                text.replace("restored 600", "restored 540"),
                text.replace("\nrestored", " or less\nrestored"),
                text.replace("\nrestored", " or more or more\nrestored"),
                text.replace("\nkept", " or more\nkept"),
                text.replace(".250Z", ".25Z"),
                text.replace(".250Z", ".250+00:00"),
                text.replace(".250Z", ".250001Z"),
                text.replaceFirst("reason .*", "reason "),
                text.replaceFirst("reason .*", "reason  two blanks"),
                text.replaceFirst("reason .*", "reason a tab\tin it"),
                text.replaceFirst("reason .*", "reason " + "x".repeat(201)),
                text.replaceFirst("reason .*", "reason right\u202Eto left"),
                text.replaceFirst("next .*", "next " + OLD.verifier()),
                text.replace("\nsigned", "\nSigned"),
                new Checkpoint("health-passport/log-closed@v1", 5, Hash.leaf(new byte[0])).text());
    }

    @Test
    void shouldBeNoCheckpoint() {
        assertThatExceptionOfType(NoteRefused.class).isThrownBy(() -> Checkpoint.open(OLD.sign(NOTE), OLD.verifier()));
    }

    @Test
    void shouldNotBeOpenedByAnotherKey() {
        assertThatExceptionOfType(NoteRefused.class)
                .isThrownBy(() -> ClosingNote.open(OLD.sign(NOTE), NEXT.verifier()));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> NEXT.sign(NOTE));
    }

    @Test
    void shouldCloseNoLogButThatOfItsKey() {
        // given: the text is about another key than the one that signs
        SigningKey other = SigningKey.generate("log.example/audit", SignatureType.ED25519);
        String signature = other.sign(new Checkpoint("log.example/audit", 1, Hash.leaf(new byte[0])))
                .signatures()
                .get(0)
                .toString();

        // then
        assertThatExceptionOfType(NoteRefused.class)
                .isThrownBy(() ->
                        ClosingNote.open(SignedNote.parse(NOTE.text() + "\n" + signature + "\n"), other.verifier()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "Grüße, 1. März", "a+b=c — \"quoted\""})
    void shouldTakeAnyPrintableReason(String reason) {
        assertThat(ClosingNote.parse(
                                note(tree(1), tree(1), Tree.EMPTY, TIME, reason).text())
                        .reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"5, 3, 4", "3, 5, 4"})
    void shouldNotKeepMoreThanThereIs(long signed, long restored, long kept) {
        assertThatExceptionOfType(NoteRefused.class)
                .isThrownBy(() -> note(tree(signed), tree(restored), tree(kept), TIME, "reason"));
    }

    private static boolean reads(String text, ClosingNote as) {
        try {
            return ClosingNote.parse(text).equals(as);
        } catch (NoteRefused e) {
            return false;
        }
    }

    private static String reason(Random random) {
        String letters = "abc XYZ 019 äß€ ,.;:-+";
        StringBuilder reason = new StringBuilder("r");
        for (int i = random.nextInt(198); i > 0; i--) {
            reason.append(letters.charAt(random.nextInt(letters.length())));
        }
        return reason.append('.').toString();
    }

    private static ClosingNote note(Tree signed, Tree restored, Tree kept, Instant time, String reason) {
        return new ClosingNote(
                OLD.verifier(), NEXT.verifier(), new Signed(signed, false), restored, kept, time, reason);
    }

    private static Tree tree(long size) {
        return size == 0
                ? Tree.EMPTY
                : new Tree(size, Hash.leaf(Long.toString(size).getBytes(UTF_8)));
    }
}
