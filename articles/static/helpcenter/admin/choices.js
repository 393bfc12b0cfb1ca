// What is offered while an article is looked up depends on the locale that the form says by now.
const form = document.querySelector('#content-main form[id$="_form"]');
window.django?.jQuery?.ajaxPrefilter((options) => {
  const locale = form?.elements.locale?.value ?? form?.elements.body?.dataset.locale;
  if (locale && options.data?.includes("field_name=")) options.data += `&locale=${encodeURIComponent(locale)}`;
});
