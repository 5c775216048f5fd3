package org.healthpassport.audit.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.standing.AccountStanding;
import org.healthpassport.vault.standing.AccountStanding.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The service looks at the account of each request, as api-service wrote it last. */
class AccountOfRequestTest {
    /** The rule is one second; the rest is for a busy machine. {@code RecentAccountsTest} has the exact time. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    private final String account = UUID.randomUUID().toString();
    private String token;

    @BeforeEach
    void signIn() {
        token = AUDIT.token("AUDITOR", account);
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void shouldSeeSuspensionAndItsEndWithoutBeingTold() {
        // when
        AUDIT.write(account, standing(Status.SUSPENDED, Instant.EPOCH));

        // then
        awaitStatus(401);
        AUDIT.write(account, standing(Status.ACTIVE, Instant.EPOCH));
        awaitStatus(200);
    }

    @Test
    void shouldSeeThatAnAccountWasClosed() {
        AUDIT.write(account, standing(Status.CLOSED, Instant.EPOCH));
        awaitStatus(401);
    }

    @Test
    void shouldGiveNoRoleToPendingAccount() {
        AUDIT.write(account, standing(Status.PENDING, Instant.EPOCH));
        awaitStatus(403);
    }

    @Test
    void shouldGiveNoRoleToAccountWithoutTheSecondFactorThatItMustHave() {
        AUDIT.write(account, standing(Status.WITHOUT_SECOND_FACTOR, Instant.EPOCH));
        awaitStatus(403);
    }

    @Test
    void shouldRefuseTokensFromBeforeTheyWereRevoked() {
        // when
        AUDIT.write(account, standing(Status.ACTIVE, NOW.plusSeconds(300)));

        // then
        awaitStatus(401);
        AUDIT.write(account, standing(Status.ACTIVE, NOW.minusSeconds(300)));
        awaitStatus(200);
    }

    @Test
    void shouldRefuseTokensOfAnEndedSessionOnly() {
        // when
        AUDIT.write(
                account,
                new AccountStanding("AUDITOR", Status.ACTIVE, Instant.EPOCH, null, Set.of(TestIssuer.SESSION)));

        // then
        awaitStatus(401);
        AUDIT.write(account, new AccountStanding("AUDITOR", Status.ACTIVE, Instant.EPOCH, null, Set.of("another")));
        awaitStatus(200);
    }

    @Test
    void shouldRefuseTokenOfNoSession() {
        token = AUDIT.issuer()
                .token(claims ->
                        claims.subject(account).claim("role", "AUDITOR").claim("sid", null));
        assertThat(status()).isEqualTo(401);
    }

    @Test
    void shouldRefuseTokenOfAnotherRole() {
        AUDIT.write(account, new AccountStanding("DOCTOR", Status.ACTIVE, Instant.EPOCH, "h1"));
        awaitStatus(401);
    }

    @Test
    void shouldRefuseTokenOfAccountThatIsGone() {
        accounts().deleteOne(Filters.eq(account));
        awaitStatus(401);
    }

    @Test
    void shouldRefuseTokenOfAccountThatNeverWas() {
        token = AUDIT.issuer().token(UUID.randomUUID().toString(), "AUDITOR");
        assertThat(status()).isEqualTo(401);
    }

    @Test
    void shouldNotBelieveStandingOfAnotherAccount() {
        // given
        String other = UUID.randomUUID().toString();
        AUDIT.token("AUDITOR", other);

        // when
        put(accounts().find(Filters.eq(other)).first().get(AccountStanding.FIELD, Binary.class));

        // then
        awaitStatus(503);
    }

    @Test
    void shouldNotBelieveWhatIsSealedWithAnotherKey(@TempDir Path folder) {
        // given
        KeyEncryptionKeys others =
                KeyFolder.openOrCreate(folder.resolve("keys"), EnumSet.of(KeyPurpose.STANDING), purpose -> false);

        // when
        put(new Binary(standing(Status.ACTIVE, Instant.EPOCH).seal(account, 1, others)));

        // then
        awaitStatus(503);
    }

    @Test
    void shouldNotBelieveAccountWithoutStanding() {
        accounts().updateOne(Filters.eq(account), Updates.unset(AccountStanding.FIELD));
        awaitStatus(503);
    }

    @Test
    void shouldNotBelieveAnOldDocumentThatWasPutBack() {
        // given
        Document old = accounts().find(Filters.eq(account)).first();
        AUDIT.write(account, standing(Status.SUSPENDED, Instant.EPOCH));
        awaitStatus(401);

        // when
        accounts().replaceOne(Filters.eq(account), old);

        // then
        awaitStatus(503);
    }

    private void put(Binary sealed) {
        accounts().updateOne(Filters.eq(account), Updates.set(AccountStanding.FIELD, sealed));
    }

    private static AccountStanding standing(Status status, Instant validAfter) {
        return new AccountStanding("AUDITOR", status, validAfter, null);
    }

    private static MongoCollection<Document> accounts() {
        return AUDIT.database().getCollection(AccountStanding.COLLECTION);
    }

    private void awaitStatus(int status) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> status() == status);
    }

    private int status() {
        return AUDIT.client(token)
                .get()
                .uri("/api/audit/reports/completeness")
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
