package org.healthpassport.embedded.store.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramConversationTest {
    /** The exchange of RFC 7677, section 3. */
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";

    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL =
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    @Test
    void shouldRunTheExampleOfTheStandard() throws ScramRefused {
        // when
        ScramConversation conversation = begin("pencil", CLIENT_FIRST);

        // then
        assertThat(text(conversation.challenge())).isEqualTo(SERVER_FIRST);
        assertThat(text(conversation.finish(bytes(CLIENT_FINAL)))).isEqualTo(SERVER_FINAL);
    }

    @Test
    void shouldChallengeEachTimeAnew() throws ScramRefused {
        // given
        ScramCredentials credentials = ScramCredentials.of("user", "pencil", SALT, 4096);

        // then
        assertThat(ScramConversation.begin(credentials, bytes(CLIENT_FIRST)).challenge())
                .isNotEqualTo(ScramConversation.begin(credentials, bytes(CLIENT_FIRST))
                        .challenge());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no proof, another, a short, a long and a broken one
                "c=biws,r=NONCE",
                "c=biws,r=NONCE,p=",
                "c=biws,r=NONCE,p=eHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=NONCE,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "c=biws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9yg==",
                "c=biws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQAAAA=",
                "c=biws,r=NONCE,p=*",
                // another nonce, another header, more than that
                "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=PROOF",
                "c=eSws,r=NONCE,p=PROOF",
                "c=biws,r=NONCE,x=y,p=PROOF",
                "c=biws,r=NONCE,p=PROOF,x=y",
                "p=PROOF",
                ""
            })
    void shouldRefuseEveryOtherFinalMessage(String clientFinal) throws ScramRefused {
        // given
        String message = clientFinal
                .replace("NONCE", "rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE)
                .replace("PROOF", "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        ScramConversation conversation = begin("pencil", CLIENT_FIRST);

        // then
        assertThatThrownBy(() -> conversation.finish(bytes(message))).isInstanceOf(ScramRefused.class);
    }

    @Test
    void shouldRefuseTheProofOfAnotherPasswordOrUser() throws ScramRefused {
        ScramConversation otherPassword = begin("pencils", CLIENT_FIRST);
        ScramConversation otherUser = begin("pencil", CLIENT_FIRST.replace("user", "users"));

        assertThatThrownBy(() -> otherPassword.finish(bytes(CLIENT_FINAL))).isInstanceOf(ScramRefused.class);
        assertThatThrownBy(() -> otherUser.finish(bytes(CLIENT_FINAL))).isInstanceOf(ScramRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n,,",
                "n,,n=user",
                "n,,n=user,r=",
                "n,,n=,r=abc",
                "n,,m=ext,n=user,r=abc",
                "n,a=other,n=user,r=abc",
                "p=tls-unique,,n=user,r=abc",
                "n,,n=user,r=a b",
                "n,,n=user,r=abc,",
                "n=user,r=abc"
            })
    void shouldRefuseEveryOtherFirstMessage(String clientFirst) {
        assertThatThrownBy(() -> begin("pencil", clientFirst)).isInstanceOf(ScramRefused.class);
    }

    private static ScramConversation begin(String password, String clientFirst) throws ScramRefused {
        return ScramConversation.begin(
                ScramCredentials.of("user", password, SALT, 4096), bytes(clientFirst), SERVER_NONCE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
