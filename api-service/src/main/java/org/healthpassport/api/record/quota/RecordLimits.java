package org.healthpassport.api.record.quota;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of the health records of one patient.
 *
 * @param recordsPerPatient deleted ones too, as their history is kept
 * @param recordVersionsPerPatient all versions of all records
 * @param recordBytesPerPatient what all versions of all records take in the store
 */
@Validated
@ConfigurationProperties("healthpassport.limits")
public record RecordLimits(
        @DefaultValue("10000") @Min(1) int recordsPerPatient,
        @DefaultValue("100000") @Min(1) int recordVersionsPerPatient,
        @DefaultValue("200MB") DataSize recordBytesPerPatient) {}
