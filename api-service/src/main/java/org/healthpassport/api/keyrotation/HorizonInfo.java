package org.healthpassport.api.keyrotation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.aggregates.rotation.KeyHorizon;
import org.healthpassport.aggregates.rotation.KeyRotation;
import org.healthpassport.aggregates.rotation.Rotation;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** Publishes at {@code /actuator/info} the longest time until the keys of an erased patient are gone from every backup. */
@Component
class HorizonInfo implements InfoContributor {
    private static final Duration STORE_WITHIN = Duration.ofSeconds(5);
    private static final long HOURS_OF_DAY = 24;

    private final KeyHorizon horizon;
    private final KeyRotation<KeyPurpose> rotation;

    HorizonInfo(KeyHorizon horizon, KeyRotation<KeyPurpose> rotation) {
        this.horizon = horizon;
        this.rotation = rotation;
    }

    /** Waits for the store; the endpoint calls this on a thread that may. */
    @Override
    public void contribute(Info.Builder info) {
        Optional<Rotation> newest = rotation.newest().blockOptional(STORE_WITHIN);
        Map<String, Object> deletedKeys = new LinkedHashMap<>();
        horizon.longest().ifPresent(longest -> deletedKeys.put("goneFromBackupsWithin", words(longest)));
        deletedKeys.put(
                "holds", newest.map(horizon::holds).orElse(!horizon.rotation().isZero()));
        deletedKeys.put("rotation", horizon.rotation().isZero() ? "on request only" : words(horizon.rotation()));
        deletedKeys.put("keyBackupsKept", words(horizon.backupsKept()));
        newest.filter(known -> known.state() != Rotation.State.NEVER)
                .ifPresent(known -> deletedKeys.put("newestRotation", RotationView.of(known)));
        info.withDetail("deletedKeys", deletedKeys);
    }

    /** Whole days, rounded up, or hours if it is less than a day. */
    private static String words(Duration time) {
        long hours = time.plusHours(1).minusNanos(1).toHours();
        return hours < HOURS_OF_DAY ? hours + " hours" : (hours + HOURS_OF_DAY - 1) / HOURS_OF_DAY + " days";
    }
}
