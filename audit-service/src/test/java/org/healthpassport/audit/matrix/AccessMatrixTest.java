package org.healthpassport.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.healthpassport.audit.AuditUnderTest;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.auditor.TestIssuer;
import org.healthpassport.vault.standing.AccountStanding;
import org.healthpassport.vault.standing.AccountStanding.Status;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Every route for every kind of caller: {@code routes.txt} says what the contract says, and the answers are compared. */
class AccessMatrixTest {
    private static final int COLUMNS = 8;

    @RegisterExtension
    static final AuditUnderTest AUDIT = new AuditUnderTest();

    private static List<Row> rows;

    /** The kinds of callers; the last three are one column. */
    private enum Who {
        ANONYMOUS(0, "", Status.ACTIVE),
        PATIENT(1, "PATIENT", Status.ACTIVE),
        DOCTOR(2, "DOCTOR", Status.ACTIVE),
        HOSPITAL(3, "HOSPITAL", Status.ACTIVE),
        ADMIN(4, "ADMIN", Status.ACTIVE),
        AUDITOR(5, "AUDITOR", Status.ACTIVE),
        PENDING(6, "AUDITOR", Status.PENDING),
        WITHOUT_SECOND_FACTOR(6, "AUDITOR", Status.WITHOUT_SECOND_FACTOR),
        SUSPENDED(7, "AUDITOR", Status.SUSPENDED),
        CLOSED(7, "AUDITOR", Status.CLOSED),
        ENDED(7, "AUDITOR", Status.ACTIVE);

        private final int column;
        private final String role;
        private final Status status;

        Who(int column, String role, Status status) {
            this.column = column;
            this.role = role;
            this.status = status;
        }
    }

    /** A line of the table. */
    private record Row(HttpMethod method, String path, List<String> cells) {
        static Row parse(String line) {
            String[] parts = line.split("\\s*\\|\\s*");
            List<String> cells = Arrays.asList(parts).subList(1, parts.length);
            if (cells.size() != 1 && cells.size() != COLUMNS) {
                throw new IllegalArgumentException("Expected one cell, or one for each column, in: " + line);
            }
            String[] request = parts[0].strip().split(" ", 2);
            return new Row(HttpMethod.valueOf(request[0]), request[1], cells);
        }

        String route() {
            return method + " " + path.replaceAll("\\{(\\w+)=[^}]*}", "{$1}").replaceFirst("\\?.*", "");
        }

        String uri() {
            return path.replaceAll("\\{\\w+=([^}]*)}", "$1").replace("**", "none");
        }

        String cell(Who who) {
            return cells.get(cells.size() == 1 ? 0 : who.column);
        }
    }

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = AccessMatrixTest.class.getResourceAsStream("routes.txt")) {
            rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        }
        AUDIT.issuer().people().answer(404, "");
        AUDIT.log(List.of(SampleEntries.by("somebody")));
    }

    @Test
    void shouldAnswerEveryCallerAsTheContractSaysAndRecordIt() {
        // when
        List<String> different = new ArrayList<>();
        for (Row row : rows) {
            for (Who who : Who.values()) {
                String was = ask(row, who);
                if (!was.equals(row.cell(who))) {
                    different.add(row.path() + " by " + who + ": expected " + row.cell(who) + ", but was " + was);
                }
            }
        }

        // then
        assertThat(different).isEmpty();
    }

    @Test
    void shouldHaveALineForEveryRouteAndNoOther() {
        // given
        Set<String> routes = new TreeSet<>();
        AUDIT.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternsCondition()
                        .getPatterns()
                        .forEach(pattern -> route.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(method + " " + pattern.getPatternString()))));

        // then
        Set<String> lines = rows.stream().map(Row::route).collect(Collectors.toSet());
        assertThat(lines).containsExactlyInAnyOrderElementsOf(routes);
    }

    private static String ask(Row row, Who who) {
        String account = UUID.randomUUID().toString();
        WebTestClient client = AUDIT.client();
        if (who != Who.ANONYMOUS) {
            Set<String> ended = who == Who.ENDED ? Set.of(TestIssuer.SESSION) : Set.of();
            AUDIT.write(account, new AccountStanding(who.role, who.status, Instant.EPOCH, null, ended));
            client = AUDIT.client(AUDIT.issuer().token(account, who.role));
        }
        int status = client.method(row.method())
                .uri(row.uri())
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
        String recorded = AUDIT.recorded(account).stream()
                .map(entry -> switch (entry.type()) {
                    case "org.healthpassport.audit.queried.v1" -> " queried";
                    case "org.healthpassport.audit.query-denied.v1" -> "!";
                    default -> ' ' + entry.type();
                })
                .collect(Collectors.joining());
        return status + recorded;
    }
}
