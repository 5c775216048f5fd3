package org.healthpassport.api.disk;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The free space below which a disk is low; the smaller of the two limits counts.
 *
 * @param lowPercent in percent of the whole disk
 * @param lowBytes in bytes
 * @param local folders of parts that other processes run on this machine, by the name of the part; set by the launcher
 */
@Validated
@ConfigurationProperties("healthpassport.disk")
record DiskSettings(
        @Min(value = 0, message = "must be from 0 to 50 percent")
        @Max(value = 50, message = "must be from 0 to 50 percent")
        double lowPercent,

        @NotNull DataSize lowBytes,
        @DefaultValue Map<String, Path> local) {
    DiskSettings {
        local = Map.copyOf(local);
    }
}
