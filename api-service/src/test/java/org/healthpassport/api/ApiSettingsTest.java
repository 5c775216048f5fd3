package org.healthpassport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.healthpassport.aggregates.key.KeySettings;
import org.healthpassport.api.identity.admin.AdministratorSettings;
import org.healthpassport.api.identity.registration.RegistrationSettings;
import org.healthpassport.api.record.quota.RecordLimits;
import org.healthpassport.api.sharing.QrCodeLimits;
import org.healthpassport.api.web.CorsSettings;
import org.healthpassport.bus.start.InvalidSettings;
import org.healthpassport.bus.start.SettingsCheck;
import org.healthpassport.edge.url.PublicUrlSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class ApiSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @Test
    void shouldListEverythingThatIsWrongAtOnce() {
        application
                .withPropertyValues(
                        "healthpassport.public-url=https://passport.test/",
                        "healthpassport.admin.email=nobody",
                        "healthpassport.admin.password=hunter2")
                .run(context -> assertThat(told(context.getStartupFailure()))
                        .contains("public-url")
                        .contains("folder")
                        .contains("admin.email must be an email address")
                        .contains(
                                "admin.password must have 12 to 128 characters, and must not be one of the most common passwords")
                        .doesNotContain("hunter2"));
    }

    @Test
    void shouldListAllWrongSettings() {
        // when
        InvalidSettings refusal = catchThrowableOfType(
                InvalidSettings.class,
                () -> start(
                        "--HEALTHPASSPORT_PUBLIC_URL=https://passport.test/",
                        "--HEALTHPASSPORT_CORS_ORIGINS=app.test",
                        "--HEALTHPASSPORT_ADMIN_EMAIL=nobody",
                        "--HEALTHPASSPORT_ADMIN_PASSWORD=hunter2",
                        "--HEALTHPASSPORT_SMTP_URL=mail.example.org",
                        "--HEALTHPASSPORT_QR_CODES_PER_PATIENT=0",
                        "--HEALTHPASSPORT_RECORDS_PER_PATIENT=all",
                        "--HEALTHPASSPORT_REGISTRATIONS_PER_MINUTE=0",
                        "--HEALTHPASSPORT_ASK_AGAIN_AFTER=1ms"));

        // then
        assertThat(refusal.reasons())
                .containsExactlyInAnyOrder(
                        "HEALTHPASSPORT_PUBLIC_URL: must be http(s)://host[:port], without path, query or trailing slash.",
                        "HEALTHPASSPORT_CORS_ORIGINS: must be an origin: http(s)://host[:port].",
                        "healthpassport.keys.folder: must be set to the folder of the key-encryption keys (HEALTHPASSPORT_KEYS_FOLDER).",
                        "HEALTHPASSPORT_ADMIN_EMAIL must be an email address, such as admin@example.org or admin@localhost.",
                        "HEALTHPASSPORT_ADMIN_PASSWORD must have 12 to 128 characters, and must not be one of the most common passwords.",
                        "HEALTHPASSPORT_SMTP_URL must be smtps://[user:password@]host[:port] for TLS from the start, or smtp://[user:password@]host[:port] for STARTTLS, with ?tls=none only within a network that you trust.",
                        "with HEALTHPASSPORT_SMTP_URL, HEALTHPASSPORT_MAIL_FROM must be an email address.",
                        "HEALTHPASSPORT_QR_CODES_PER_PATIENT: must be greater than or equal to 1.",
                        "HEALTHPASSPORT_RECORDS_PER_PATIENT: must be a number.",
                        "HEALTHPASSPORT_REGISTRATIONS_PER_MINUTE: must be greater than or equal to 1.",
                        "HEALTHPASSPORT_ASK_AGAIN_AFTER must be at least one second, and not above HEALTHPASSPORT_ASK_AGAIN_AT_MOST.");
    }

    @Test
    void shouldRefuseConfirmationWithoutMail() {
        // when
        InvalidSettings refusal = catchThrowableOfType(
                InvalidSettings.class,
                () -> start(
                        "--HEALTHPASSPORT_PUBLIC_URL=https://passport.test",
                        "--HEALTHPASSPORT_KEYS_FOLDER=/keys",
                        "--HEALTHPASSPORT_EMAIL_CONFIRMATION=true"));

        // then
        assertThat(refusal.reasons())
                .containsExactly(
                        "with HEALTHPASSPORT_EMAIL_CONFIRMATION, HEALTHPASSPORT_SMTP_URL must be set, as the link to"
                                + " confirm comes by mail.");
    }

    @Test
    void shouldRefusePublicUrlThatLeavesNoRoomForHealthLinks() {
        application
                .withPropertyValues(
                        "healthpassport.public-url=https://" + "p".repeat(73), "healthpassport.keys.folder=/keys")
                .run(context -> assertThat(told(context.getStartupFailure()))
                        .contains("must have at most 80 characters, as addresses in health links have at most 128"));
        application
                .withPropertyValues(
                        "healthpassport.public-url=https://" + "p".repeat(72), "healthpassport.keys.folder=/keys")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin@intranet", "a@b@c.org", "<admin@example.org>"})
    void shouldRefuseAdministratorWhoseEmailIsNone(String email) {
        application
                .withPropertyValues(
                        "healthpassport.public-url=https://passport.test",
                        "healthpassport.keys.folder=/keys",
                        "healthpassport.admin.email=" + email,
                        "healthpassport.admin.password=correct horse battery")
                .run(context -> assertThat(told(context.getStartupFailure()))
                        .contains("admin.email must be an email address")
                        .doesNotContain(email));
    }

    @Test
    void shouldTakeAdministratorOfThisMachine() {
        application
                .withPropertyValues(
                        "healthpassport.public-url=https://passport.test",
                        "healthpassport.keys.folder=/keys",
                        "healthpassport.admin.email=admin@localhost",
                        "healthpassport.admin.password=correct horse battery")
                .run(context -> assertThat(
                                context.getBean(AdministratorSettings.class).email())
                        .isEqualTo("admin@localhost"));
    }

    @Test
    void shouldTakeSettings() {
        application
                .withPropertyValues(
                        "healthpassport.public-url=https://passport.test",
                        "healthpassport.cors-origins=https://app.test,https://other.test",
                        "healthpassport.keys.folder=/keys",
                        "healthpassport.admin.email=")
                .run(context -> {
                    assertThat(context.getBean(PublicUrlSettings.class).publicUrl())
                            .isEqualTo("https://passport.test");
                    assertThat(context.getBean(CorsSettings.class).corsOrigins())
                            .hasSize(2);
                    assertThat(context.getBean(KeySettings.class).createMissing())
                            .isFalse();
                    assertThat(context.getBean(AdministratorSettings.class).email())
                            .isNull();
                });
    }

    private static String told(Throwable failure) {
        StringWriter told = new StringWriter();
        failure.printStackTrace(new PrintWriter(told));
        return told.toString();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        PublicUrlSettings.class,
        CorsSettings.class,
        KeySettings.class,
        AdministratorSettings.class,
        RegistrationSettings.class,
        RecordLimits.class,
        QrCodeLimits.class
    })
    @Import(SettingsCheck.class)
    static class Settings {}

    /** Beside the service of other tests in this JVM, whose log it must leave alone. */
    private static void start(String... arguments) {
        SharedLogging.leftAsItIs(() -> ApiApplication.builder().run(arguments));
    }
}
