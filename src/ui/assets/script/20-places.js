// Of the places only those can be chosen that have the chosen model; one that was chosen and has it not is to be chosen anew.
const place = document.querySelector('select[data-place]');
function fitPlaces() {
  const regions = document.querySelector('input[data-regions]:checked')?.dataset.regions.split(' ');
  for (const one of place.options)
    one.disabled =
      regions !== undefined && one.dataset.region !== undefined && !regions.includes(one.dataset.region);
  if (place.selectedOptions[0]?.disabled) place.value = '';
}
if (place) {
  place.form.addEventListener('change', fitPlaces);
  fitPlaces();
}
