package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A child without a login, whose passport a parent keeps. */
final class DemoChild {
    static final String GIVEN = "Dora";

    private final DemoClient parent;
    private final Clock clock;

    DemoChild(DemoClient parent, Clock clock) {
        this.parent = parent;
        this.clock = clock;
    }

    /** Makes the passport, unless the parent represents somebody, and adds the record that is missing in it. */
    void prepare() throws IOException, InterruptedException {
        Optional<String> known = parent.oldest("/api/me/patients", any -> true)
                .map(represented -> represented.get("patientId").asString());
        new DemoPassport(parent, known.isPresent() ? known.get() : register(), clock)
                .addRecords(List.of("egg-allergy.json"));
    }

    private String register() throws IOException, InterruptedException {
        return parent.post(
                        "/api/me/dependants",
                        Map.of("name", Map.of("given", GIVEN, "family", "Example"), "birthDate", "2022-06-03"))
                .require(201)
                .body()
                .get("patientId")
                .asString();
    }
}
