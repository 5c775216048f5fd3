package org.healthpassport.api.trail;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of those who act in a page of a trail, as far as they are known. */
record ActorNames(Map<String, String> accounts, Map<String, String> hospitals) {
    ActorNames {
        accounts = Map.copyOf(accounts);
        hospitals = Map.copyOf(hospitals);
    }

    @Nullable
    String ofAccount(String accountId) {
        return accounts.get(accountId);
    }

    @Nullable
    String ofHospital(String hospitalId) {
        return hospitals.get(hospitalId);
    }

    /** Without the names, as they can end up in logs. */
    @Override
    public String toString() {
        return "ActorNames[...]";
    }
}
