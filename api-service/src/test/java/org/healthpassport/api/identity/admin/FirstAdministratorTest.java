package org.healthpassport.api.identity.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.edge.text.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

class FirstAdministratorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @TempDir
    private Path folder;

    private final String email = UUID.randomUUID() + "@example.org";

    @Test
    void shouldBeMadeOnceByInstancesThatShareFolder() throws Exception {
        // given
        Path file = folder.resolve("password");

        // when
        prepare(List.of(instance(file), instance(file), instance(file), instance(file)));

        // then
        assertThat(opens(Files.readString(file).strip())).isTrue();
    }

    @Test
    void shouldLeaveOnlyPasswordThatOpens() throws Exception {
        // given
        List<Path> files =
                List.of(folder.resolve("a/password"), folder.resolve("b/password"), folder.resolve("c/password"));

        // when
        prepare(files.stream().map(this::instance).toList());

        // then
        assertThat(files)
                .filteredOn(Files::exists)
                .singleElement()
                .satisfies(file ->
                        assertThat(opens(Files.readString(file).strip())).isTrue());
    }

    @Test
    void shouldUseFileThatWasWrittenBeforeCrash() throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("password"), "written before the crash\n");

        // when
        prepare(List.of(instance(file)));

        // then
        assertThat(opens("written before the crash")).isTrue();
    }

    @Test
    void shouldSweepPasswordThatCrashLeftAside() throws Exception {
        // given
        Path parts = Files.createDirectory(folder.resolve(".parts"));
        Path left = Files.writeString(parts.resolve("left.part"), "written before the crash\n");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(600)));

        // when
        prepare(List.of(instance(folder.resolve("password"))));

        // then
        assertThat(parts).isEmptyDirectory();
    }

    @Test
    void shouldDeletePasswordThatCrashLeftAsideWithFirstLogin() throws Exception {
        // given
        Path file = folder.resolve("password");
        FirstAdministrator administrator = instance(file);
        prepare(List.of(administrator));
        Path left = Files.createLink(folder.resolve(".parts/left.part"), file);

        // when
        administrator.loggedIn(account());

        // then
        assertThat(file).doesNotExist();
        assertThat(left).doesNotExist();
    }

    @Test
    void shouldWarnWhenAccountIsNoAdministrator() {
        // given
        String patient = api.newPatient().email();

        // when
        prepare(List.of(instance(patient, folder.resolve("password"), null)));

        // then
        assertThat(folder).isEmptyDirectory();
        assertThat(api.logged())
                .contains("WARN " + FirstAdministrator.class.getName())
                .contains("to be an administrator's, but it is not")
                .doesNotContain(patient);
    }

    @Test
    void shouldKeepAccountThatExists() throws Exception {
        // given
        Path file = folder.resolve("password");
        prepare(List.of(instance(file)));
        String password = Files.readString(file).strip();
        Files.delete(file);

        // when
        prepare(List.of(instance(file)));

        // then
        assertThat(file).doesNotExist();
        assertThat(opens(password)).isTrue();
    }

    @Test
    void shouldWriteNoFileForConfiguredPassword() {
        // given
        Path file = folder.resolve("password");

        // when
        prepare(List.of(instance(file, "configured password")));

        // then
        assertThat(file).doesNotExist();
        assertThat(opens("configured password")).isTrue();
    }

    private static void prepare(List<FirstAdministrator> instances) {
        Flux.fromIterable(instances).flatMap(FirstAdministrator::prepare).then().block(PATIENCE);
    }

    private boolean opens(String password) {
        return api.bean(PasswordHashing.class)
                .verify(password, Optional.of(account().passwordHash()))
                .block(PATIENCE);
    }

    private AccountState account() {
        Accounts accounts = api.bean(Accounts.class);
        return accounts.byEmail()
                .find(accounts.byEmail().indexOf(EmailAddress.parse(email).orElseThrow()))
                .block(PATIENCE);
    }

    private FirstAdministrator instance(Path file) {
        return instance(file, null);
    }

    private FirstAdministrator instance(Path file, String password) {
        return instance(email, file, password);
    }

    private static FirstAdministrator instance(String email, Path file, String password) {
        return new FirstAdministrator(
                new AdministratorSettings(email, password, file),
                api.bean(Accounts.class),
                api.bean(PasswordHashing.class),
                api.bean(Ids.class));
    }
}
