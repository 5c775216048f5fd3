package org.healthpassport.api.identity.secondfactor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.apache.commons.codec.binary.Base32;
import org.healthpassport.api.identity.account.SecondFactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
    /** The key of RFC 6238, appendix B. */
    private static final String SECRET = new Base32().encodeToString("12345678901234567890".getBytes(US_ASCII));

    private static final Instant T59 = Instant.ofEpochSecond(59);

    /** The last six digits of the values in RFC 6238, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void shouldAcceptTheCodesOfTheStandard(long seconds, String code) {
        assertThat(Totp.newStep(confirmedAt(0), code, Instant.ofEpochSecond(seconds)))
                .hasValue(seconds / 30);
    }

    @ParameterizedTest
    @ValueSource(longs = {29, 89})
    void shouldAcceptACodeOneStepAside(long seconds) {
        assertThat(Totp.newStep(confirmedAt(0), "287082", Instant.ofEpochSecond(seconds)))
                .hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {90, 119, 1_000})
    void shouldRefuseACodeTwoStepsAside(long seconds) {
        assertThat(Totp.newStep(confirmedAt(0), "287082", Instant.ofEpochSecond(seconds)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldRefuseACodeOfAStepThatIsOver(long lastStep) {
        assertThat(Totp.newStep(confirmedAt(lastStep), "287082", T59)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "28708", "0287082", "287083", "-28708", "２８７０８２"})
    void shouldRefuseAnythingElse(String code) {
        assertThat(Totp.newStep(confirmedAt(0), code, T59)).isEmpty();
    }

    @Test
    void shouldMakeSecretsOf160Bits() {
        assertThat(new Base32().decode(Totp.newSecret())).hasSize(20);
        assertThat(Totp.newSecret()).isNotEqualTo(Totp.newSecret());
    }

    @Test
    void shouldWriteTheAddressThatAppsScan() {
        assertThat(Totp.uri("GEZDGNBV", "ada+1@example.org"))
                .isEqualTo("otpauth://totp/Health%20Passport:ada%2B1%40example.org"
                        + "?secret=GEZDGNBV&issuer=Health%20Passport");
    }

    private static SecondFactor confirmedAt(long lastStep) {
        return new SecondFactor(SECRET, true, lastStep, List.of(), null);
    }
}
