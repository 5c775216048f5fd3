package org.healthpassport.api.sharing.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthpassport.api.sharing.code.QrCodeRequest.Content;
import org.healthpassport.api.sharing.code.QrCodeRules.Checked;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.500Z");
    private static final Content SUMMARY = new Content(true, null, null);

    @Test
    void shouldGrantAnHourWhereNothingElseIsAskedFor() {
        // when
        Checked checked = check(link(SUMMARY, null, null));

        // then
        assertThat(checked.findings()).isEmpty();
        assertThat(checked.expiresAt()).isEqualTo("2026-11-23T11:00:00Z");
        assertThat(checked.content().summary()).isTrue();
    }

    @Test
    void shouldSayEverythingThatIsWrongAtOnce() {
        // given
        List<@Nullable String> records = Arrays.asList("x", null);

        // when
        Checked checked = check(
                new QrCodeRequest("HEALTH_CARD", new Content(null, records, null), "soon", "abc", 0, "l".repeat(81)));

        // then
        assertThat(checked.findings())
                .extracting(InvalidMember::pointer)
                .containsExactlyInAnyOrder(
                        "/kind",
                        "/content/records/0",
                        "/content/records/1",
                        "/expiresAt",
                        "/passcode",
                        "/maxUses",
                        "/label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEALTH_CARD", "PATIENT_ID", "health_link", ""})
    void shouldOfferNoOtherKindYet(String kind) {
        assertThat(check(new QrCodeRequest(kind, SUMMARY, null, null, null, null))
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("not offered yet"));
    }

    @Test
    void shouldAskForContent() {
        assertThat(pointers(link(null, null, null))).containsExactly("/content");
        assertThat(pointers(link(new Content(false, List.of(), List.of()), null, null)))
                .containsExactly("/content");
    }

    @Test
    void shouldBoundIdsAndRefuseRepeatedOnes() {
        // given
        List<String> fifty =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(50).toList();
        String repeated = fifty.get(0);

        // then
        assertThat(check(link(new Content(null, fifty, fifty), null, null)).findings())
                .isEmpty();
        assertThat(pointers(link(new Content(null, Collections.nCopies(51, "x"), null), null, null)))
                .containsExactly("/content/records");
        assertThat(pointers(link(new Content(null, null, List.of(repeated, repeated)), null, null)))
                .containsExactly("/content/documents/1");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z, must be in the future",
        "2026-11-23T09:59:59Z, must be in the future",
        "2027-11-23T10:00:01Z, must be within a year",
        "+999999999-12-31T23:59:59Z, must be within a year",
        "2026-11-23, must be a time such as 2030-05-17T09:30:00Z",
        "2026-11-23T11:00:00, must be a time such as 2030-05-17T09:30:00Z"
    })
    void shouldRefuseTimesThatAreNone(String expiresAt, String detail) {
        assertThat(check(link(SUMMARY, expiresAt, "long enough")).findings())
                .containsExactly(new InvalidMember("/expiresAt", detail));
    }

    @Test
    void shouldAskForAStrongPasscodeBeyondSevenDays() {
        // given
        String seven = NOW.plus(Duration.ofDays(7)).toString();
        String more = NOW.plus(Duration.ofDays(7)).plusSeconds(1).toString();

        // then
        assertThat(pointers(link(SUMMARY, seven, null))).isEmpty();
        assertThat(pointers(link(SUMMARY, more, null))).containsExactly("/passcode");
        assertThat(pointers(link(SUMMARY, more, "12345"))).containsExactly("/passcode");
        assertThat(pointers(link(SUMMARY, more, "123456"))).isEmpty();
        assertThat(check(link(SUMMARY, "2027-11-23T12:00:00+02:00", "123456")).expiresAt())
                .isEqualTo("2027-11-23T10:00:00Z");
    }

    @Test
    void shouldBoundPasscodes() {
        assertThat(pointers(link(SUMMARY, null, "1234"))).isEmpty();
        assertThat(pointers(link(SUMMARY, null, "p".repeat(128)))).isEmpty();
        for (String passcode : List.of("", "123", "p".repeat(129), "    ", "12\n34", "1234\uD83D")) {
            assertThat(pointers(link(SUMMARY, null, passcode))).as(passcode).containsExactly("/passcode");
        }
    }

    @Test
    void shouldBoundLabelsAndUses() {
        for (String label : List.of("", " ", "a\tb", "l".repeat(81), "\u202Elabel")) {
            assertThat(pointers(new QrCodeRequest("HEALTH_LINK", SUMMARY, null, null, null, label)))
                    .as(label)
                    .containsExactly("/label");
        }
        assertThat(pointers(new QrCodeRequest("HEALTH_LINK", SUMMARY, null, null, 10_000, "l".repeat(80))))
                .isEmpty();
        assertThat(pointers(new QrCodeRequest("HEALTH_LINK", SUMMARY, null, null, 10_001, "Für \"Dr\" <b>")))
                .containsExactly("/maxUses");
        assertThat(pointers(new QrCodeRequest("HEALTH_LINK", SUMMARY, null, null, -1, null)))
                .containsExactly("/maxUses");
    }

    private static QrCodeRequest link(
            @Nullable Content content, @Nullable String expiresAt, @Nullable String passcode) {
        return new QrCodeRequest("HEALTH_LINK", content, expiresAt, passcode, null, null);
    }

    private static List<String> pointers(QrCodeRequest request) {
        return check(request).findings().stream().map(InvalidMember::pointer).toList();
    }

    private static Checked check(QrCodeRequest request) {
        return QrCodeRules.check(request, NOW);
    }
}
