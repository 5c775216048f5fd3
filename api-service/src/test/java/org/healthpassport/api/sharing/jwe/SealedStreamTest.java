package org.healthpassport.api.sharing.jwe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.Random;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import java.io.ByteArrayOutputStream;
import java.text.ParseException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SealedStreamTest {
    private static final byte[] KEY = new byte[32];

    /** However the bytes come in pieces, a library of others reads them. */
    @Property(tries = 300)
    void shouldBeReadByOthersHoweverItCameInPieces(@ForAll @Size(max = 8) List<@Size(max = 70) byte[]> pieces)
            throws JOSEException, ParseException {
        // when
        String jwe = seal("application/pdf", pieces);

        // then
        byte[] plain = join(pieces);
        assertThat(decrypt(jwe).getPayload().toBytes()).isEqualTo(plain);
        assertThat(jwe).hasSize((int) SealedStream.length("application/pdf", plain.length));
    }

    @Test
    void shouldSayHowItIsEncryptedAndWhatItIs() throws JOSEException, ParseException {
        // when
        JWEObject jwe = decrypt(seal("application/pdf", List.of(new byte[1])));

        // then
        assertThat(jwe.getHeader().toJSONObject())
                .containsOnlyKeys("alg", "enc", "cty")
                .containsEntry("alg", "dir")
                .containsEntry("enc", "A256GCM")
                .containsEntry("cty", "application/pdf");
    }

    @Test
    void shouldUseAnIvOnlyOnce() throws ParseException {
        String one = seal("text/plain", List.of(new byte[3]));
        String other = seal("text/plain", List.of(new byte[3]));

        assertThat(JWEObject.parse(one).getIV())
                .isNotEqualTo(JWEObject.parse(other).getIV());
    }

    @Test
    void shouldNotBeReadWhenAnythingWasAltered() {
        // given
        String jwe = seal("text/plain", List.of("The quick brown fox".getBytes(US_ASCII)));

        // then
        for (int i : new int[] {5, jwe.indexOf("..") + 4, jwe.lastIndexOf('.') - 3, jwe.lastIndexOf('.') + 3}) {
            char altered = jwe.charAt(i) == 'A' ? 'B' : 'A';
            String other = jwe.substring(0, i) + altered + jwe.substring(i + 1);
            assertThatThrownBy(() -> decrypt(other)).isInstanceOfAny(JOSEException.class, ParseException.class);
        }
    }

    @Test
    void shouldReadLikeWhatIsNotStreamed() throws JOSEException, ParseException {
        // given
        byte[] plain = "{\"resourceType\":\"Bundle\"}".repeat(100).getBytes(US_ASCII);

        // when
        String jwe = SealedFile.seal(KEY, "application/fhir+json", plain);

        // then
        JWEObject opened = decrypt(jwe);
        assertThat(opened.getPayload().toBytes()).isEqualTo(plain);
        assertThat(opened.getHeader().toJSONObject())
                .containsOnlyKeys("alg", "enc", "cty", "zip")
                .containsEntry("zip", "DEF");
        assertThat(jwe).hasSizeLessThan(300).doesNotContain("=");
        assertThat(SealedFile.seal(KEY, "application/fhir+json", plain)).isNotEqualTo(jwe);
    }

    @Test
    void shouldNotDeflateWhatOthersRefuseToInflate() throws JOSEException, ParseException {
        for (byte[] plain : List.of(new byte[1_000_001], Random.randBytes(100_000))) {
            // when
            JWEObject opened = decrypt(SealedFile.seal(KEY, "application/fhir+json", plain));

            // then
            assertThat(opened.getPayload().toBytes()).isEqualTo(plain);
            assertThat(opened.getHeader().getCompressionAlgorithm()).isNull();
        }
    }

    private static String seal(String contentType, List<byte[]> pieces) {
        SealedStream stream = new SealedStream(KEY, contentType);
        ByteArrayOutputStream jwe = new ByteArrayOutputStream();
        jwe.writeBytes(stream.beginning());
        pieces.forEach(piece -> jwe.writeBytes(stream.next(piece)));
        jwe.writeBytes(stream.end());
        return jwe.toString(US_ASCII);
    }

    private static JWEObject decrypt(String text) throws JOSEException, ParseException {
        JWEObject jwe = JWEObject.parse(text);
        jwe.decrypt(new DirectDecrypter(KEY));
        return jwe;
    }

    private static byte[] join(List<byte[]> pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        pieces.forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
