/** Fictional people with data, created on request to show the product. */
@NullMarked
package org.healthpassport.standalone.demo;

import org.jspecify.annotations.NullMarked;
