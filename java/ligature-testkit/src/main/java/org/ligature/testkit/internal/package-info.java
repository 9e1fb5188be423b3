/** What jqwik finds by its name. Not for users. */
package org.ligature.testkit.internal;
