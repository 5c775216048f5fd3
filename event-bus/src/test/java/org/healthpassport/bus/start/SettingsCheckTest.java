package org.healthpassport.bus.start;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

@ExtendWith(OutputCaptureExtension.class)
class SettingsCheckTest {
    private static final String[] WRONG = {
        "healthpassport.first.number=0",
        "healthpassport.first.secret=hunter2",
        "healthpassport.first.begin=9",
        "healthpassport.second.size=hunter2",
        "healthpassport.third.patience=-5m",
        "healthpassport.fourth.place=hunter 2",
        "server.port=hunter2",
        "server.address=",
        "server.forward-headers-strategy=hunter2",
        "springdoc.api-docs.enabled=hunter2",
        "spring.mongodb.uri=mongodb://root:hunter2@/",
        "spring.kafka.bootstrap-servers=hunter2",
        "healthpassport.documents.storage-url=s3:hunter2",
        "healthpassport.documents.staging-url=hunter2"
    };
    private static final String[] LINES = {
        "healthpassport.first.number: must be greater than or equal to 1.",
        "healthpassport.first.secret: must have at least 10 characters.",
        "healthpassport.first.begin must not be above healthpassport.first.end.",
        "healthpassport.second.size: must be a size, such as 10MB.",
        "Expected healthpassport.third.patience to be positive, but it is not",
        "healthpassport.fourth.place: must be a URL.",
        "healthpassport.fifth.folder: must be set.",
        "server.port: must be a port number from 0 (any free port) to 65535.",
        "server.address: must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0.",
        "server.forward-headers-strategy: must be none or framework.",
        "springdoc.api-docs.enabled: must be true or false.",
        "spring.mongodb.uri: must be a connection string that begins with mongodb:// or mongodb+srv://.",
        "spring.kafka.bootstrap-servers: must be host:port, or several of them separated by commas.",
        "healthpassport.documents.storage-url: must be file: and a folder, or the URL of an object store.",
        "healthpassport.documents.staging-url: must be file: and a folder."
    };

    @Test
    void shouldListEveryWrongSettingOfEveryFeatureAndShowNoValue() {
        new ApplicationContextRunner()
                .withUserConfiguration(Features.class)
                .withPropertyValues(WRONG)
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertThat(failure).isInstanceOf(InvalidSettings.class);
                    assertThat(failure.getMessage().split("\n")).containsExactlyInAnyOrder(LINES);
                    assertThat(withEverythingBehind(failure)).doesNotContain("hunter");
                });
    }

    @Test
    void shouldPrintAListInsteadOfAStackTrace(CapturedOutput output) {
        // when
        assertThat(start(WRONG)).isInstanceOf(InvalidSettings.class);

        // then
        assertThat(output.toString())
                .contains("APPLICATION FAILED TO START")
                .contains(LINES)
                .doesNotContain("\tat ", "hunter");
    }

    @Test
    void shouldPassOnFailuresThatAreNotAboutSettings() {
        new ApplicationContextRunner()
                .withUserConfiguration(Broken.class)
                .run(context -> assertThat(context.getStartupFailure()).hasRootCauseMessage("a fault of ours"));
    }

    private static Throwable start(String... properties) {
        try (var context = new SpringApplicationBuilder(Features.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run()) {
            throw new AssertionError("Expected the start to fail, but it did not: " + context);
        } catch (RuntimeException failure) {
            return failure;
        }
    }

    private static String withEverythingBehind(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        return printed.toString();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({First.class, Second.class, Third.class, Fourth.class, Fifth.class})
    @Import(SettingsCheck.class)
    static class Features {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Faulty.class)
    @Import(SettingsCheck.class)
    static class Broken {}

    @Validated
    @ConfigurationProperties("healthpassport.first")
    record First(
            @Min(1) int number,

            @Size(min = 10, message = "must have at least {min} characters")
            String secret,

            int begin,
            int end) {

        @AssertTrue(message = "healthpassport.first.begin must not be above healthpassport.first.end")
        boolean isOrderly() {
            return begin <= end;
        }
    }

    @ConfigurationProperties("healthpassport.second")
    record Second(DataSize size) {}

    @ConfigurationProperties("healthpassport.third")
    record Third(Duration patience) {
        Third {
            if (patience.isNegative()) {
                throw new IllegalArgumentException(
                        "Expected healthpassport.third.patience to be positive, but it is not");
            }
        }
    }

    @ConfigurationProperties("healthpassport.fourth")
    record Fourth(URI place) {}

    @Validated
    @ConfigurationProperties("healthpassport.fifth")
    record Fifth(@NotNull(message = "must be set") URI folder) {}

    @ConfigurationProperties("healthpassport.faulty")
    record Faulty(String text) {
        Faulty {
            throw new UnsupportedOperationException("a fault of ours");
        }
    }
}
