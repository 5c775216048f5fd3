package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.healthpassport.audit.merkle.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedNoteTest {
    @Test
    void shouldSignAndCosignByteForByteAsOthersDo() {
        // given
        Checkpoint checkpoint = Checkpoint.parse(KnownNote.TEXT);

        // when
        SignedNote note = KnownNote.logKey().sign(checkpoint);
        SignedNote cosigned =
                note.with(new Witness(KnownNote.witnessKey()).cosign(note, Instant.ofEpochSecond(1_700_000_000)));

        // then
        assertThat(cosigned.bytes()).asString(UTF_8).isEqualTo(new String(KnownNote.NOTE, UTF_8));
        assertThat(KnownNote.logKey().verifier()).hasToString(KnownNote.LOG_VKEY);
        assertThat(KnownNote.witnessKey().verifier()).hasToString(KnownNote.WITNESS_VKEY);
    }

    @Test
    void shouldOpenKnownNote() {
        // when
        SignedNote note = SignedNote.parse(KnownNote.NOTE);

        // then
        assertThat(Checkpoint.open(note, KnownNote.LOG)).isEqualTo(Checkpoint.parse(KnownNote.TEXT));
        assertThatCode(() -> note.requireSignature(KnownNote.WITNESS)).doesNotThrowAnyException();
        assertThat(note.bytes()).isEqualTo(KnownNote.NOTE);
        assertRefused(() -> Checkpoint.open(note, KnownNote.WITNESS));
    }

    @Property(tries = 100)
    void shouldOpenWhatWasSigned(
            @ForAll("origins") String origin,
            @ForAll @LongRange(min = 1) long size,
            @ForAll @Size(32) byte[] root,
            @ForAll @LongRange(max = 1L << 40) long time) {
        // given
        SigningKey log = SigningKey.generate(origin, SignatureType.ED25519);
        SigningKey witness = SigningKey.generate("witness.example/" + origin, SignatureType.COSIGNATURE_V1);
        Checkpoint checkpoint = new Checkpoint(origin, size, Hash.of(root));

        // when
        SignedNote signed = log.sign(checkpoint);
        SignedNote note = SignedNote.parse(signed.with(new Witness(witness).cosign(signed, Instant.ofEpochSecond(time)))
                .bytes());

        // then
        VerifierKey verifier = VerifierKey.parse(log.verifier().toString());
        assertThat(verifier).isEqualTo(log.verifier());
        assertThat(Checkpoint.open(note, verifier)).isEqualTo(checkpoint);
        assertThatCode(() -> note.requireSignature(witness.verifier())).doesNotThrowAnyException();
        assertThat(SigningKey.restore(verifier, log.pkcs8()).sign(checkpoint)).isEqualTo(signed);
    }

    @Test
    void shouldRefuseNoteWithAnyBitFlipped() {
        for (int bit = 0; bit < KnownNote.NOTE.length * 8; bit++) {
            byte[] changed = flipped(KnownNote.NOTE, bit);
            assertThatExceptionOfType(NoteRefused.class).as("bit %d", bit).isThrownBy(() -> openByBoth(changed));
        }
    }

    @Test
    void shouldRefuseVerifierKeyWithAnyBitFlipped() {
        for (String vkey : List.of(KnownNote.LOG_VKEY, KnownNote.WITNESS_VKEY)) {
            byte[] bytes = vkey.getBytes(UTF_8);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                String changed = new String(flipped(bytes, bit), UTF_8);
                assertThatExceptionOfType(NoteRefused.class).as(changed).isThrownBy(() -> VerifierKey.parse(changed));
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseOtherSpellings(String note) {
        assertRefused(() -> openByLog(note.getBytes(UTF_8)));
    }

    static Stream<String> shouldRefuseOtherSpellings() {
        String text = KnownNote.TEXT;
        String line = KnownNote.LOG_LINE;
        return Stream.of(
                "",
                "\n",
                "\n\n",
                text,
                text + "\n",
                text + line,
                text + "\n\n" + line,
                text + "\n" + line + "\n",
                text + "\n" + line.strip(),
                text + "\n" + line.replace("\n", "\r\n"),
                text + "\n" + line.replace("\u2014", "-"),
                text + "\n" + line.replace("log ", "log  "),
                text + "\n" + line.replace("=", ""),
                text + "\n" + line.replace("=", "=="),
                text + "\n" + line.replace("wg=", "wh="),
                text + "\n" + line + "garbage\n",
                text + "\n" + KnownNote.WITNESS_LINE,
                text + "\n" + line + line.replace("PuEwg=", "PuEwk="),
                text + "\n" + line.repeat(101),
                "\ufeff" + text + "\n" + line);
    }

    @Test
    void shouldPassOverSignaturesOfOthers() {
        // given
        String other = "\u2014 example.com/log AAAAAAAA\n\u2014 other.example/log 1FXFIQAA\n";

        // when, then
        assertThat(openByLog((KnownNote.TEXT + "\n" + other + KnownNote.LOG_LINE).getBytes(UTF_8))
                        .size())
                .isEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseCheckpointsWhateverTheirSignature(String text) {
        // given
        SignedNote note = SignedNote.unsigned(text);
        String unsigned = note.text();

        // when, then
        assertRefused(() -> Checkpoint.parse(unsigned));
    }

    static Stream<String> shouldRefuseCheckpointsWhateverTheirSignature() {
        String root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
        return Stream.of(
                "\n",
                "example.com/log\n",
                "example.com/log\n8\n",
                "example.com/log\n08\n" + root + "\n",
                "example.com/log\n+8\n" + root + "\n",
                "example.com/log\n-8\n" + root + "\n",
                "example.com/log\n8 \n" + root + "\n",
                "example.com/log\n9223372036854775808\n" + root + "\n",
                "example.com/log\n\u0668\n" + root + "\n",
                "example.com/log\n0\n" + root + "\n",
                "example.com/log\n8\nAAAA\n",
                "example.com/log\n8\n" + root.replace("yg=", "yh=") + "\n",
                "example.com/log\n8\n" + root + "\nextension\n",
                "example.com/log\n8\n" + root + "\n\n",
                "example.com /log\n8\n" + root + "\n",
                "\n8\n" + root + "\n");
    }

    @Test
    void shouldRefuseControlCharactersAndOtherBytes() {
        assertRefused(() -> SignedNote.unsigned("a\tb\n"));
        assertRefused(() -> SignedNote.unsigned("no end"));
        assertRefused(() -> SignedNote.parse(new byte[] {(byte) 0xC0, (byte) 0x80, '\n', '\n'}));
        assertRefused(() -> SignedNote.parse(new byte[SignedNote.MAX_BYTES + 1]));
    }

    @Test
    void shouldNotSignForAnotherLogNorWithAnotherKey() {
        Checkpoint other = new Checkpoint("other.example/log", 0, Hash.OF_EMPTY_TREE);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> KnownNote.logKey().sign(other));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> KnownNote.witnessKey().sign(other));
        assertRefused(
                () -> SigningKey.restore(KnownNote.LOG, KnownNote.witnessKey().pkcs8()));
        assertRefused(() -> SigningKey.restore(KnownNote.LOG, new byte[48]));
    }

    /** A signature that is good for a text must not be taken for the same key's name in another role. */
    @Test
    void shouldNotTakeLogSignatureForCosignature() {
        // given
        VerifierKey asWitness =
                new VerifierKey(KnownNote.LOG.name(), SignatureType.COSIGNATURE_V1, KnownNote.LOG.publicKey());

        // when, then
        assertThat(asWitness.id()).isNotEqualTo(KnownNote.LOG.id());
        assertRefused(() -> SignedNote.parse(KnownNote.NOTE).requireSignature(asWitness));
    }

    private static Checkpoint openByLog(byte[] note) {
        return Checkpoint.open(SignedNote.parse(note), KnownNote.LOG);
    }

    private static void openByBoth(byte[] note) {
        openByLog(note);
        SignedNote.parse(note).requireSignature(KnownNote.WITNESS);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static void assertRefused(ThrowingCallable action) {
        assertThatExceptionOfType(NoteRefused.class).isThrownBy(action);
    }

    @Provide
    Arbitrary<String> origins() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("./-\u00e4\u4e16")
                .ofMinLength(1)
                .ofMaxLength(40);
    }
}
