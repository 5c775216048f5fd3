/** The versions of health records, each written once and sealed. */
@NullMarked
package org.healthpassport.api.record.version;

import org.jspecify.annotations.NullMarked;
