package org.healthpassport.embedded.store.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ConnectionLoginTest {
    private static final byte[] SALT = "0123456789abcdef".getBytes(UTF_8);
    private static final byte[] EMPTY = {};
    private static final String FIRST = "n=user,r=nonce";

    private final ScramCredentials credentials = ScramCredentials.of("user", "pencil", SALT, 4096);
    private final ConnectionLogin login = new ConnectionLogin();

    @Test
    void shouldBeDoneAfterTheProofForAClientThatAsksForTwoSteps() throws Exception {
        login.goOn(proof(begin(true)));

        assertThat(login.isDone()).isTrue();
    }

    @Test
    void shouldBeDoneAfterTheEmptyMessageForEveryOtherClient() throws Exception {
        login.goOn(proof(begin(false)));
        assertThat(login.isDone()).isFalse();

        assertThat(login.goOn(EMPTY)).isEmpty();
        assertThat(login.isDone()).isTrue();
    }

    @Test
    void shouldNotBeDoneWithoutAProof() throws Exception {
        assertRefused(EMPTY);
        begin(true);
        assertRefused(EMPTY);
        begin(false);
        assertRefused(EMPTY);
        assertRefused(EMPTY);
    }

    @Test
    void shouldGiveEachChallengeOneTry() throws Exception {
        // given
        byte[] proof = proof(begin(true));

        // when
        byte[] wrong = proof.clone();
        wrong[wrong.length - 5] ^= 1;
        assertRefused(wrong);

        // then
        assertRefused(proof);
    }

    @Test
    void shouldNotTakeAProofAgain() throws Exception {
        // given
        byte[] proof = proof(begin(true));
        login.goOn(proof);

        // when
        ConnectionLogin other = new ConnectionLogin();
        other.begin(credentials, ("n,," + FIRST).getBytes(UTF_8), true);

        // then
        assertThatThrownBy(() -> other.goOn(proof)).isInstanceOf(ScramRefused.class);
        assertThat(other.isDone()).isFalse();
    }

    @Test
    void shouldEndALoginThatBeginsAgain() throws Exception {
        // given
        login.goOn(proof(begin(true)));

        // when
        begin(true);

        // then
        assertThat(login.isDone()).isFalse();
        assertRefused(EMPTY);
    }

    private void assertRefused(byte[] message) {
        assertThatThrownBy(() -> login.goOn(message)).isInstanceOf(ScramRefused.class);
        assertThat(login.isDone()).isFalse();
    }

    private String begin(boolean inTwoSteps) throws ScramRefused {
        return new String(login.begin(credentials, ("n,," + FIRST).getBytes(UTF_8), inTwoSteps), UTF_8);
    }

    /** The client's final message, by a client of our own. */
    private static byte[] proof(String challenge) throws Exception {
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec("pencil".toCharArray(), SALT, 4096, 256))
                .getEncoded();
        byte[] clientKey = hmac(salted, "Client Key");
        String bare = "c=biws," + challenge.substring(0, challenge.indexOf(','));
        byte[] signature =
                hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), FIRST + "," + challenge + "," + bare);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= signature[i];
        }
        return (bare + ",p=" + Base64.getEncoder().encodeToString(clientKey)).getBytes(UTF_8);
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
