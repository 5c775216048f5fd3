package org.healthpassport.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthpassport.api.ApiSettings;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.api.ids.Ids;
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
        Accounts accounts = api.bean(Accounts.class);
        return accounts.findByEmail(accounts.indexOf(EmailAddress.parse(email).orElseThrow()))
                .flatMap(account ->
                        api.bean(PasswordHashing.class).verify(password, Optional.of(account.passwordHash())))
                .block(PATIENCE);
    }

    private FirstAdministrator instance(Path file) {
        return instance(file, null);
    }

    private FirstAdministrator instance(Path file, String password) {
        ApiSettings settings = new ApiSettings(
                ApiUnderTest.PUBLIC_URL,
                List.of(),
                new ApiSettings.Keys(folder, false),
                new ApiSettings.Admin(email, password, file));
        return new FirstAdministrator(
                settings, api.bean(Accounts.class), api.bean(PasswordHashing.class), api.bean(Ids.class));
    }
}
