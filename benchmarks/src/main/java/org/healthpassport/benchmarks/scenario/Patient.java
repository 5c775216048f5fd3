package org.healthpassport.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;

/** A patient who is logged in, and what they have. Only the thread of the load generator changes it during a load. */
final class Patient {
    private final String email;
    private final String id;
    private final List<String> records = new ArrayList<>();
    private final List<String> qrCodes = new ArrayList<>();
    private String token = "";

    Patient(String email, String id) {
        this.email = email;
        this.id = id;
    }

    String email() {
        return email;
    }

    String token() {
        return token;
    }

    void loggedIn(String newToken) {
        token = newToken;
    }

    String path(String rest) {
        return "/api/patients/" + id + rest;
    }

    /** The ids of records to read. */
    List<String> records() {
        return records;
    }

    /** The ids of QR codes whose pictures are drawn. */
    List<String> qrCodes() {
        return qrCodes;
    }
}
